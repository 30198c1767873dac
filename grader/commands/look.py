"""``look``: the current exercise, how it stands, and what is next. Bare ``make`` does this."""

from __future__ import annotations

import argparse

from grader import stubs
from grader.commands.choosing import chosen
from grader.commands.ending import after_done
from grader.commands.progress import Progress
from grader.course import Course, Exercise
from grader.faces import endings, screen, terminal
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
    to_run = _to_run(progress)
    if to_run:
        from grader.judge.process import warm_up

        warm_up()
        from grader.run import grade  # here, because it imports pytest, which takes longer than all the rest

        report = grade(course, to_run)
        results = {result.stem: result for result in report.exercises}
        lines += terminal.errors(report, room)
        new = progress.note(report)
        for place, exercise in enumerate(new):
            last = all(other.topic != exercise.topic for other in new[place + 1 :])
            after = after_done(exercise, course, progress, room, first=last)
            lines += [*terminal.done(results[exercise.stem], course, room), *after, ()]
    current = progress.next_up()
    if current is None:
        lines = lines or endings.everything(course, room)
    else:
        lines += terminal.current(current, course, results.get(current.stem), passed=progress.count(), room=room)
    screen.show(lines)
    return 0


def _to_run(progress: Progress) -> list[Exercise]:
    """What must be run to know the current exercise: all before the first untouched stub that isn't known to pass.

    An untouched stub that is worth points can't pass: a fresh clone scores nothing.
    """
    found: list[Exercise] = []
    for exercise in progress.ahead():
        if exercise.points and stubs.is_untouched(exercise):
            break
        found.append(exercise)
    return found
