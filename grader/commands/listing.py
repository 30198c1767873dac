"""``list``: all exercises, with their points and how far the learner is. Runs nothing."""

from __future__ import annotations

import argparse
import datetime
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from grader import stubs
from grader.commands.choosing import add_assignment, add_exercises, assigned, chosen
from grader.commands.progress import Progress
from grader.course import Course, Exercise, Topic
from grader.faces import screen
from grader.faces.calling import how_to
from grader.faces.screen import Line
from grader.faces.text import cut, pad, width

if TYPE_CHECKING:
    from grader.assignment import Assignment

STATE, PATH, POINTS = 14, 8, 10
"""Columns behind the title: how it stands, whether it is on the core path, and what it is worth."""

PATHS = {
    "core": ("The core path comes first.", "PATH_=all", "--path all"),
    "all": ("All exercises come in their order.", "PATH_=core", "--path core"),
}


def configure(parser: argparse.ArgumentParser) -> None:
    add_exercises(parser)
    add_assignment(parser)


def run(arguments: argparse.Namespace, course: Course) -> int:
    assignment, room = assigned(course, arguments.assignment), screen.columns()
    exercises = chosen(course, arguments.exercise, assignment)
    lines = page(exercises, course, Progress(course), room, assignment=assignment)
    if assignment is not None:
        from grader.faces import assigned as face

        lines = [*face.head(assignment, course, datetime.datetime.now(datetime.UTC), room), *lines]
    screen.show(lines)
    return 0


def page(
    exercises: Sequence[Exercise],
    course: Course,
    progress: Progress,
    room: int,
    *,
    rows: int | None = None,
    assignment: Assignment | None = None,
) -> list[Line]:
    """A line per exercise below its topic, and the sums.

    Args:
        exercises: which ones, in the course's order.
        course: their course.
        progress: how far the learner is.
        room: columns of the page.
        rows: lines of the screen; where it has too few, the topics that the learner isn't at fold to one line each.
        assignment: what the sums are about; None for the whole course.
    """
    current = progress.next_up()
    topics = {exercise.topic for exercise in exercises}
    folds = rows is not None and len(topics) + len(exercises) + 5 > rows
    lines: list[Line] = []
    for topic, members in groupby(exercises, key=lambda exercise: exercise.topic):
        group = list(members)
        if folds and current is not None and topic != current.topic:
            lines.append(_folded(topic, group, progress, room))
            continue
        folder = f"exercises/{topic.name}/"
        title = cut(f"{topic.name[:3]}  {topic.title}", max(20, room - width(folder) - 2))
        lines.append(((f"{title}  ", "strong"), (cut(folder, room - width(title) - 2), "faint")))
        lines += [_row(exercise, progress, exercise == current, room) for exercise in group]
    if assignment is None:
        lines += [(), *_sums(course, progress, room)]
    else:
        from grader.faces import assigned as face

        lines += [(), face.sums(list(filter(progress.has_passed, assignment.exercises(course))), assignment, course)]
    return [*lines, (("To see what is next: ", "faint"), (how_to("look"), "path"))]


def _sums(course: Course, progress: Progress, room: int) -> list[Line]:
    points = sum(exercise.points for exercise in course.exercises)
    sums = f"{progress.count()} of {len(course.exercises)} exercises done, {progress.earned()} of {points} points."
    core = [exercise for exercise in course.exercises if exercise.core]
    of_core = f"On the core path {sum(progress.has_passed(one) for one in core)} of {len(core)}."
    path, by_make, by_python = PATHS[progress.path]
    change = how_to("next") + " " + (by_make if how_to("next").startswith("make") else by_python)
    return [((sums, "strong"),), (of_core,), ((cut(f"{path} To change that: {change}", room), "faint"),)]


def _folded(topic: Topic, group: Sequence[Exercise], progress: Progress, room: int) -> Line:
    done = f"{sum(progress.has_passed(exercise) for exercise in group)} of {len(group)} done"
    points = f"{sum(exercise.points for exercise in group)} points"
    title = pad(f"{topic.name[:3]}  {topic.title}", room - STATE - 2 - PATH - POINTS)
    return ((title, "strong"), pad(done, STATE + 2), f"{points:>{PATH + POINTS}}")


def _row(exercise: Exercise, progress: Progress, current: bool, room: int) -> Line:
    if progress.has_passed(exercise):
        state = ("✓ done", "good")
    elif current:
        state = ("→ you are here", "wait")
    elif progress.is_skipped(exercise):
        state = ("· skipped", "faint")
    elif stubs.is_untouched(exercise):
        state = ("· not started", "faint")
    else:
        state = ("→ begun", "wait")
    points = f"{exercise.points} point{'' if exercise.points == 1 else 's'}" if exercise.points else ""
    path = "core" if exercise.core else ""
    title = pad(exercise.title, room - 10 - STATE - 2 - PATH - POINTS)
    return (f"     {exercise.code}  {title}", (pad(state[0], STATE + 2), state[1]), f"{path:<{PATH}}{points:>{POINTS}}")
