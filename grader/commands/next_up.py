"""``next``: go on with the next exercise once this one passes, or with the one that is named."""

from __future__ import annotations

import argparse

from grader import stubs
from grader.commands.choosing import add_exercises, chosen, the_one
from grader.commands.ending import after_done
from grader.commands.progress import PATHS, Progress
from grader.course import Course, CourseError, Exercise
from grader.faces import endings, screen, terminal
from grader.faces.calling import how_to
from grader.faces.screen import Line
from grader.faces.text import cut


def configure(parser: argparse.ArgumentParser) -> None:
    add_exercises(parser, several=False)
    parser.add_argument(
        "--path", metavar="PATH", help="core (the core path first) or all (everything in its order); it is remembered"
    )


def run(arguments: argparse.Namespace, course: Course) -> int:
    chosen(course, [])
    progress = Progress(course)
    if arguments.path:
        if arguments.path not in PATHS:
            raise CourseError(f"There is no path “{arguments.path}”. There are two: {' and '.join(PATHS)}.")
        progress.take_path(arguments.path)
    room = screen.columns()
    if arguments.exercise:
        exercise = the_one(course, arguments.exercise)
        progress.take_up(exercise)
        screen.show(start(exercise, course, progress, room))
        return 0
    screen.show(_go_on(course, progress, room))
    return 0


def start(exercise: Exercise, course: Course, progress: Progress, room: int, *, then: str = "") -> list[Line]:
    """The page that an exercise begins with: its story, what to read and edit, and on which path it lies.

    Args:
        then: what to do after editing, where it isn't a command to give.
    """
    lines = terminal.beginning(exercise, course, then or how_to("test", exercise.code), room)
    if not then:
        lines.append((("  or       ", "faint"), (how_to("watch"), "path"), (", which looks at each save", "faint")))
    done = f"{progress.count()} of {len(course.exercises)} exercises done."
    return [*lines, (), ((f"{done} {_where(exercise, progress)}", "faint"),)]


def _where(exercise: Exercise, progress: Progress) -> str:
    if progress.path == "all":
        return "You take all exercises in their order."
    return "You are on the core path." if exercise.core else "This one lies beside the core path."


def _go_on(course: Course, progress: Progress, room: int) -> list[Line]:
    """The next exercise; or, when the current one was begun and does not pass, what it still lacks."""
    lines: list[Line] = []
    current = progress.next_up()
    if current is not None and not (current.points and stubs.is_untouched(current)):
        from grader.judge.process import warm_up

        warm_up()
        from grader.run import grade  # here, because it imports pytest

        report = grade(course, [current])
        lines += terminal.errors(report, room)
        new = progress.note(report)
        if not progress.has_passed(current):
            return [*lines, *_not_yet(current, course, room)]
        lines += [*terminal.done(report.exercises[0], course, room)]
        lines += [*after_done(current, course, progress, room, first=bool(new)), ()]
        current = progress.next_up()
    if current is None:
        return lines or endings.everything(course, room)
    return [*lines, *start(current, course, progress, room)]


def _not_yet(exercise: Exercise, course: Course, room: int) -> list[Line]:
    commands = {"look": "test", "help": "hint", "later": "skip"}
    return [
        (cut(f"{exercise.code} · {exercise.title}", room - 22) + " does not pass yet.",),
        *(((f"  {word:<9}", "faint"), (how_to(name, exercise.code), "path")) for word, name in commands.items()),
    ]
