"""``lesson``: the page of a topic, in the terminal; the current one's when none is named."""

from __future__ import annotations

import argparse
import contextlib
import os
import pydoc
import shutil
import sys
from typing import ClassVar

from grader.commands.choosing import add_exercises, chosen
from grader.commands.progress import Progress
from grader.course import Course, CourseError, Topic
from grader.faces import screen
from grader.faces.text import width

STYLES = {
    "markdown.code": "bold",
    "markdown.h1": "bold underline",
    "markdown.h1.border": "none",
    "markdown.h2": "bold",
    "markdown.link": "none",
    "markdown.link_url": "dim",
    "markdown.table.header": "bold",
    "markdown.table.border": "dim",
    "markdown.block_quote": "none",
    "markdown.item.bullet": "bold",
    "markdown.item.number": "bold",
}
"""No colours of paper: what rich takes by itself is meant for dark terminals."""


def configure(parser: argparse.ArgumentParser) -> None:
    add_exercises(parser)


def run(arguments: argparse.Namespace, course: Course) -> int:
    topic = _topic(arguments.exercise, course)
    try:
        text = topic.lesson.read_text(encoding="utf-8")
    except OSError:
        raise CourseError(
            f"{topic.name[:3]} has no lesson page: exercises/{topic.name}/README.md is missing."
        ) from None
    if not (sys.stdout.isatty() and screen.is_utf8(sys.stdout)) or os.environ.get("TERM") == "dumb":
        sys.stdout.write(text)
        return 0
    page = _rendered(text, colourful=screen.is_colourful(sys.stdout))
    if len(page.splitlines()) < shutil.get_terminal_size().lines or os.name == "nt":
        sys.stdout.write(page)
        return 0
    os.environ.setdefault("LESS", "-FRX")  # colours as colours, and the page stays on the screen afterwards
    sys.stdout.flush()
    with contextlib.suppress(KeyboardInterrupt):
        pydoc.pager(page)
    return 0


def _topic(names: list[str], course: Course) -> Topic:
    exercises = chosen(course, names)
    if not names:
        exercises = [Progress(course).next_up() or exercises[-1]]
    topics = {exercise.topic.name: exercise.topic for exercise in exercises}
    if len(topics) > 1:
        raise CourseError(f"These are {len(topics)} lessons; one at a time: {next(iter(topics))[:3]}, say.")
    return next(iter(topics.values()))


def _rendered(text: str, *, colourful: bool) -> str:
    """The page as a terminal shows it, at most 80 columns wide."""
    from rich.console import Console, ConsoleOptions, RenderResult
    from rich.markdown import CodeBlock, Markdown
    from rich.text import Text
    from rich.theme import Theme

    class Code(CodeBlock):
        """A block of code or a drawing: as it is, on the paper that the terminal has."""

        def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
            lines = str(self.text).rstrip().split("\n")
            indent = "  " if max(map(width, lines)) + 2 <= options.max_width else ""
            yield Text("\n".join(indent + line for line in lines), overflow="fold")

    class Page(Markdown):
        elements: ClassVar = {**Markdown.elements, "fence": Code, "code_block": Code}

    console = Console(
        width=max(screen.columns(), min(shutil.get_terminal_size().columns, 105)),  # drawings and code are wide
        force_terminal=True,
        no_color=not colourful,
        color_system="standard" if colourful else None,
        theme=Theme(STYLES),
        highlight=False,
        emoji=False,
    )
    with console.capture() as captured:
        console.print(Page(text, hyperlinks=False))
    return "".join(line.rstrip() + "\n" for line in captured.get().splitlines())
