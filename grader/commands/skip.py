"""``skip``: leave an exercise for later, without shame."""

from __future__ import annotations

import argparse

from grader.commands.choosing import add_exercises, chosen, named_or_current
from grader.commands.next_up import start
from grader.commands.progress import Progress
from grader.course import Course, Exercise
from grader.faces import endings, screen
from grader.faces.calling import how_to
from grader.faces.screen import Line
from grader.faces.text import cut


def configure(parser: argparse.ArgumentParser) -> None:
    add_exercises(parser, several=False)


def run(arguments: argparse.Namespace, course: Course) -> int:
    chosen(course, [])
    progress = Progress(course)
    exercise = named_or_current(course, arguments.exercise, progress)
    room = screen.columns()
    if exercise is None:
        screen.show(endings.everything(course, room))
        return 0
    if progress.has_passed(exercise):
        screen.show([(f"{exercise.code} passes already: there is nothing to skip.",)])
        return 0
    progress.skip(exercise)
    following = progress.next_up()
    lines = skipped(exercise, room)
    if following == exercise:
        lines.append(("  It is the only one that is left, though: it stays.",))
    elif following is not None:
        lines += [(), *start(following, course, progress, room)]
    screen.show(lines)
    return 0


def skipped(exercise: Exercise, room: int) -> list[Line]:
    """That it was skipped, and how to come back."""
    return [
        ((cut(f"{exercise.code} · {exercise.title} can wait.", room), "strong"),),
        ("  It comes back when the others are done.",),
        (("  sooner   ", "faint"), (how_to("next", exercise.code), "path")),
    ]
