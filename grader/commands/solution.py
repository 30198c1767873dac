"""``solution``: what the reference answer does differently from yours. Its comments say why."""

from __future__ import annotations

import argparse
import difflib
import sys
import textwrap
from pathlib import Path

from grader import stubs
from grader.commands.choosing import add_exercises, named_or_current
from grader.commands.confirming import confirmed
from grader.commands.progress import Progress
from grader.course import Course, CourseError, Exercise, docstring
from grader.faces import screen
from grader.faces.screen import Line
from grader.faces.text import clean, cut, wrap

STYLES = {"+": "good", "-": "bad", "@": "faint"}


def configure(parser: argparse.ArgumentParser) -> None:
    add_exercises(parser, several=False)
    parser.add_argument("--yes", action="store_true", help="don't ask, although the exercise does not pass yet")


def run(arguments: argparse.Namespace, course: Course) -> int:
    progress = Progress(course)
    exercise = named_or_current(course, arguments.exercise, progress)
    if exercise is None:
        raise CourseError("All exercises pass. Name the one whose solution you want to see.")
    if not _passes(exercise, course, progress):
        question = f"{exercise.code} does not pass yet. Show its solution all the same?"
        if not confirmed(question, yes=arguments.yes):
            print("Not shown.")
            return 0
    screen.show(_page(exercise, course))
    return 0


def _passes(exercise: Exercise, course: Course, progress: Progress) -> bool:
    if progress.has_passed(exercise):
        return True
    if exercise.points and stubs.is_untouched(exercise):
        return False
    from grader.run import grade  # here, because it imports pytest

    progress.note(grade(course, [exercise]))
    return progress.has_passed(exercise)


def _page(exercise: Exercise, course: Course) -> list[Line]:
    room = screen.columns()
    yours, ours = (path.relative_to(course.root).as_posix() for path in (exercise.stub, exercise.solution))
    lines: list[Line] = [((cut(f"{exercise.code} · {exercise.title}", room), "strong"),), ()]
    rows = list(changes(_read(exercise.stub), _read(exercise.solution), yours, ours))
    if rows:
        lines += [((f"- yours      {yours}", "bad"),), ((f"+ solution   {ours}", "good"),), ()]
        folded = [part for row in rows for part in (fold(row, room) if sys.stdout.isatty() else [row])]
        lines += [((row, STYLES[row[0]]) if row[:1] in STYLES else row,) for row in folded]
    else:
        lines += [("Yours is the solution, letter by letter.",)]
    if others := exercise.alternatives:
        lines += [(), (("Others that pass as well:", "strong"),)]
        for path in others:
            said = (docstring(path) or "").strip().splitlines()
            lines.append(((cut(f"  {path.relative_to(course.root).as_posix()}", room), "path"),))
            lines += [(f"    {line}",) for line in wrap(said[0] if said else "", room - 4, 2)]
    return lines


def changes(yours: str, ours: str, your_name: str, our_name: str) -> list[str]:
    """A unified diff without its head; nothing where both are the same."""
    rows = difflib.unified_diff(clean(yours).splitlines(), clean(ours).splitlines(), your_name, our_name, lineterm="")
    return list(rows)[2:]


def fold(row: str, room: int) -> list[str]:
    """A row of a diff in lines that fit a terminal, broken between words; each keeps the row's sign and indent."""
    if len(row) <= room:
        return [row]
    text = row[1:]
    comment = "# " if text.lstrip().startswith("# ") else "    "
    indent = row[0] + " " * (len(text) - len(text.lstrip())) + comment
    return textwrap.wrap(row, room, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False) or [row]


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise CourseError(f"{path.name} can't be read ({(error.strerror or str(error)).lower()}).") from error
