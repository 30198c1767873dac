"""``capture``: pictures of a session for the README, from what the commands really print on a terminal."""

from __future__ import annotations

import argparse
import io
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from grader.course import Course, CourseError, Exercise
from grader.faces import files

COLUMNS = 80
EXERCISE = "e02"

STEPS = (
    ("make test EX=e02", ("test", "e02"), "shipped", "wrong request"),
    ("make hint EX=e02", ("hint", "e02"), "shipped", "Hint 1"),
    ("make test EX=e02", ("test", "e02"), "solved", " DONE "),
)
"""What is typed, what that runs, the state that the exercise is in, and words that must be on the page."""

PICTURES = {"light": "docs/session-light.svg", "dark": "docs/session-dark.svg"}


def configure(parser: argparse.ArgumentParser) -> None:
    """It takes no arguments."""


def run(arguments: argparse.Namespace, course: Course) -> int:
    for place, picture in pictures(course).items():
        path = course.root / place
        path.parent.mkdir(exist_ok=True)
        files.write(path, picture.encode())
        print(f"Written: {place}")
    return 0


def pictures(course: Course) -> dict[str, str]:
    """The pictures by their places in the repository. The same course gives the same bytes."""
    printed = session(course)
    return {place: drawn(printed, theme) for theme, place in PICTURES.items()}


def session(course: Course) -> str:
    """What a terminal shows of the session, with its escape sequences."""
    parts = []
    exercise = course.find(EXERCISE)[0]
    with _clone(course, exercise) as clone:
        stub = clone.root / exercise.stub.relative_to(course.root)
        shipped = stub.read_bytes()
        on_a_terminal(("test",), clone, course)  # e01 passes as it is shipped, and now that is known
        for typed, arguments, state, expected in STEPS:
            stub.write_bytes(shipped if state == "shipped" else exercise.solution.read_bytes())
            shown = on_a_terminal(arguments, clone, course)
            if expected not in shown:
                raise CourseError(f"No picture was made: `{typed}` does not say “{expected.strip()}”. Does e02 work?")
            parts.append(f"\x1b[1m$ {typed}\x1b[0m\n{shown.strip()}\n")
    return "\n".join(parts)


@contextmanager
def _clone(course: Course, exercise: Exercise) -> Iterator[Course]:
    """A course of its own with this topic only, so that the picture stays when other topics grow."""
    import shutil

    from grader.commands.reset import original

    with TemporaryDirectory(prefix="order-up-") as made:
        root = Path(made) / "order-up"
        for room in ("exercises", "solutions", "tests", "cassettes"):
            place = Path(room) / exercise.topic.name
            shutil.copytree(course.root / place, root / place, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(course.root / "exercises" / ".shipped", root / "exercises" / ".shipped")
        with suppress(CourseError):  # an author's stub that isn't committed yet
            (root / exercise.stub.relative_to(course.root)).write_bytes(original(exercise))
        yield Course(root)


def on_a_terminal(arguments: tuple[str, ...], clone: Course, course: Course) -> str:
    """What a command, called by make, writes to a terminal of 80 columns."""
    if os.name == "nt":
        raise CourseError("Pictures are made on Linux or macOS: this system has no pseudo-terminals.")
    import pty
    import termios

    program = "import sys; from grader.commands import main; main(sys.argv[2:], sys.argv[1])"
    kept = ("PATH", "HOME", "SYSTEMROOT", "TMPDIR", "LD_LIBRARY_PATH")
    environment = {name: os.environ[name] for name in kept if name in os.environ}
    environment |= {"MAKELEVEL": "1", "PYTHONPATH": str(course.root), "PYTHONUTF8": "1", "TERM": "xterm-256color"}
    environment |= {"COLUMNS": str(COLUMNS), "LINES": "40"}
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (40, COLUMNS))
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(clone.root), *arguments],
        cwd=clone.root,
        env=environment,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    written = b""
    try:
        while part := _read(ours):
            written += part
    finally:
        os.close(ours)
        process.wait()
    return written.decode("utf-8", "replace").replace("\r\n", "\n")


def _read(terminal: int) -> bytes:
    """The next bytes; none when the other side has closed the terminal, which Linux says with an error."""
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""


def drawn(printed: str, theme: str) -> str:
    """The session as SVG, in a light or a dark theme. It needs nothing from elsewhere, not even a font."""
    from rich.console import Console
    from rich.terminal_theme import TerminalTheme
    from rich.text import Text

    ink, paper, dark, bright = THEMES[theme]
    console = Console(
        record=True,
        width=COLUMNS,
        file=io.StringIO(),
        color_system="truecolor",
        force_terminal=True,
        legacy_windows=False,
        _environ={},
    )
    for line in printed.splitlines():
        console.print(Text.from_ansi(line), soft_wrap=True, highlight=False)
    return console.export_svg(
        title="Order Up", theme=TerminalTheme(paper, ink, dark, bright), code_format=FORMAT, unique_id="order-up"
    )


Colour = tuple[int, int, int]

LIGHT = [(176, 30, 30), (24, 110, 40), (138, 88, 0), (20, 80, 160), (130, 40, 130), (0, 98, 112)]
DARK = [(255, 120, 110), (120, 214, 130), (232, 190, 90), (120, 170, 255), (220, 150, 230), (96, 208, 220)]
"""Red, green, yellow, blue, magenta, cyan; the bright ones are the same."""

THEMES: dict[str, tuple[Colour, Colour, list[Colour], list[Colour]]] = {
    "light": (
        (20, 20, 20),
        (253, 251, 246),
        [(20, 20, 20), *LIGHT, (90, 90, 90)],
        [(90, 90, 90), *LIGHT, (20, 20, 20)],
    ),
    "dark": (
        (226, 226, 222),
        (27, 27, 30),
        [(27, 27, 30), *DARK, (226, 226, 226)],
        [(150, 150, 150), *DARK, (255, 255, 255)],
    ),
}
"""Ink, paper, and the eight colours of a terminal, plain and bright; all with a contrast of 4.5 to 1 or more."""

FORMAT = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg" role="img" \
aria-label="A session in a terminal: a request that is not right, a hint, and then DONE">
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; \
font-size: {char_height}px; line-height: {line_height}px; font-variant-east-asian: full-width; }}
.{unique_id}-title {{ font-size: 18px; font-weight: bold; font-family: system-ui, sans-serif; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" />
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""
