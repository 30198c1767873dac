"""``look``: the current exercise, how it stands, and what is next. Bare ``make`` does this."""

from __future__ import annotations

import argparse

from grader import stubs
from grader.commands.choosing import chosen
from grader.commands.progress import Progress
from grader.course import Course, Exercise
from grader.faces import screen, terminal
from grader.faces.screen import Line
from grader.report import ExerciseResult


def configure(parser: argparse.ArgumentParser) -> None:
    """It takes no arguments."""


def run(arguments: argparse.Namespace, course: Course) -> int:
    chosen(course, [])
    progress = Progress(course)
    results: dict[str, ExerciseResult] = {}
    lines: list[Line] = []
    room = screen.columns()
    to_run = _to_run(course, progress)
    if to_run:
        from grader.run import grade  # here, because it imports pytest, which takes longer than all the rest

        report = grade(course, to_run)
        results = {result.stem: result for result in report.exercises}
        lines += terminal.errors(report, room)
        for exercise in progress.note(report):
            lines += [*terminal.done(results[exercise.stem], course, room), ()]
    current = progress.next_up()
    if current is None:
        lines += terminal.everything_done(course, room)
    else:
        lines += terminal.current(current, course, results.get(current.stem), passed=progress.count(), room=room)
    screen.show(lines)
    return 0


def _to_run(course: Course, progress: Progress) -> list[Exercise]:
    """What must be run to know the current exercise: all before the first untouched stub that isn't known to pass.

    An untouched stub that is worth points can't pass: a fresh clone scores nothing.
    """
    left = [exercise for exercise in course.exercises if not progress.has_passed(exercise)]
    path = [exercise for exercise in left if exercise.core] or left
    found: list[Exercise] = []
    for exercise in path:
        if exercise.points and stubs.is_untouched(exercise):
            break
        found.append(exercise)
    return found
