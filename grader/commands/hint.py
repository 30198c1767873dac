"""``hint``: help with the first check that does not pass; one hint more each time."""

from __future__ import annotations

import argparse

from grader.commands.choosing import add_exercises, the_one
from grader.commands.progress import Progress
from grader.course import Course
from grader.faces import screen
from grader.faces.calling import how_to
from grader.faces.screen import Line
from grader.faces.text import one_line, wrap


def configure(parser: argparse.ArgumentParser) -> None:
    add_exercises(parser, several=False)


def run(arguments: argparse.Namespace, course: Course) -> int:
    progress = Progress(course)
    exercise = the_one(course, arguments.exercise) if arguments.exercise else progress.next_up()
    if exercise is None:
        screen.show([("All exercises pass: there is nothing left to hint at.",)])
        return 0

    from grader.run import grade  # here, because it imports pytest

    report = grade(course, [exercise])
    progress.note(report)
    check = report.exercises[0].first_problem if report.exercises else None
    room = screen.columns()
    head: Line = ((f"{exercise.code} · {exercise.title}", "strong"),)
    if check is None:
        screen.show([head, ("  Every check passes: no hint is needed.",)])
        return 0
    lines: list[Line] = [head, *_wrapped(f"{check.title}", room), ()]
    count = progress.next_hint(exercise, check.name, len(check.hint))
    for number, hint in enumerate(check.hint[:count], 1):
        lines += [*_wrapped(f"{number} of {len(check.hint)}: {hint}", room)]
    if not check.hint:
        lines += _wrapped(f"There is no hint for this one. The task says “{check.says}”.", room)
    lines.append(())
    if count < len(check.hint):
        lines += _wrapped(f"More: {how_to('hint', exercise.code)}", room)
    else:
        lesson, solution = (
            path.relative_to(course.root).as_posix() for path in (exercise.topic.lesson, exercise.solution)
        )
        lines += _wrapped(f"That was all. The lesson: {lesson}", room)
        lines += _wrapped(f"A good answer, if you are stuck: {solution}", room)
    screen.show(lines)
    return 0


def _wrapped(text: str, room: int) -> list[Line]:
    return [(f"  {line}",) for line in wrap(one_line(text), room - 2, 12)]
