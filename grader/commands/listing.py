"""``list``: all exercises, with their points and how far the learner is. Runs nothing."""

from __future__ import annotations

import argparse
from itertools import groupby

from grader import stubs
from grader.commands.choosing import add_exercises, chosen
from grader.commands.progress import Progress
from grader.course import Course, Exercise
from grader.faces import screen
from grader.faces.calling import how_to
from grader.faces.screen import Line
from grader.faces.text import pad


def configure(parser: argparse.ArgumentParser) -> None:
    add_exercises(parser)


def run(arguments: argparse.Namespace, course: Course) -> int:
    progress = Progress(course)
    room = screen.columns()
    lines: list[Line] = []
    for topic, exercises in groupby(chosen(course, arguments.exercise), key=lambda exercise: exercise.topic):
        lines.append(((f"{topic.name[:3]}  {topic.title}", "strong"), (f"  exercises/{topic.name}/", "faint")))
        lines += [_row(exercise, progress, room) for exercise in exercises]
    core = sum(exercise.core for exercise in course.exercises)
    lines += [(), ((f"{core} exercises are the core path; the deeper ones can wait.", "faint"),)]
    lines += [((f"`{how_to('look')}` says what is next.", "faint"),)]
    screen.show(lines)
    return 0


def _row(exercise: Exercise, progress: Progress, room: int) -> Line:
    if progress.has_passed(exercise):
        state = ("✓ done", "good")
    elif stubs.is_untouched(exercise):
        state = ("· not started", "faint")
    else:
        state = ("→ begun", "wait")
    points = f"{exercise.points:>3} points"
    path = "" if exercise.core else "deeper"
    title = pad(exercise.title, room - 10 - 15 - 8 - len(points) - 1)
    return (f"     {exercise.code}  {title} ", (pad(state[0], 15), state[1]), f"{path:<8}{points}")
