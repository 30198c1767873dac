"""Which exercises somebody means."""

from __future__ import annotations

import argparse
import difflib
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from grader.commands.progress import Progress
from grader.course import Course, CourseError, Exercise

if TYPE_CHECKING:
    from grader.assignment import Assignment


def add_exercises(parser: argparse.ArgumentParser, *, several: bool = True) -> None:
    parser.add_argument(
        "exercise",
        nargs="*" if several else "?",
        default=[] if several else "",
        metavar="EXERCISE",
        help="e07, 7, t02 for a whole topic, a path, or a part of the name",
    )


def add_assignment(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--assignment", type=Path, metavar="FILE", help="only what is to be handed in for this")


def assigned(course: Course, path: Path | None) -> Assignment | None:
    """The assignment that is asked for; None where none is.

    Raises:
        CourseError: when it can't be read, or something in it is wrong.
    """
    if path is None:
        return None
    from grader import assignment  # here, because few ask for it, and everybody waits for what is imported

    return assignment.read(path, course)


def chosen(course: Course, names: Sequence[str], assignment: Assignment | None = None) -> list[Exercise]:
    """The exercises that the names mean, in the course's order; all of them when nothing is named. With an assignment
    only its exercises.

    Raises:
        CourseError: when a name fits none or several, with the likeliest one; or none that was assigned.
    """
    if not names and not course.exercises:
        raise CourseError(f"There are no exercises below {course.root}: this copy of Order Up is incomplete.")
    exercises = course.exercises if assignment is None else assignment.exercises(course)
    if not names:
        return exercises
    found = {exercise.stem for name in names for exercise in _find(course, name)}
    wanted = [exercise for exercise in exercises if exercise.stem in found]
    if not wanted and assignment is not None:
        codes = ", ".join(exercise.code for exercise in exercises)
        raise CourseError(f"“{' '.join(names)}” is not in the assignment “{assignment.title}”, which has {codes}.")
    return wanted


def the_one(course: Course, name: str) -> Exercise:
    """The single exercise that a name means."""
    found = _find(course, name)
    if len(found) > 1:
        raise CourseError(f"“{name}” is {len(found)} exercises; this works on one at a time: {found[0].code}, say.")
    return found[0]


def named_or_current(course: Course, name: str, progress: Progress) -> Exercise | None:
    """The single exercise that a name means, or without a name the one that the learner is at; None when all pass."""
    return the_one(course, name) if name else progress.next_up()


def _find(course: Course, name: str) -> list[Exercise]:
    try:
        return course.find(name)
    except CourseError as error:
        parts = [part for part in re.split(r"[\s,]+", name) if part]  # EX="e02 e03" reaches us as one name
        if len(parts) > 1:
            return [exercise for part in parts for exercise in _find(course, part)]
        raise CourseError(f"{error}{_perhaps(course, name)}") from None


def _perhaps(course: Course, name: str) -> str:
    """A word on the exercise that was probably meant by a misspelt name."""
    stems = {exercise.stem: exercise for exercise in course.exercises}
    spelt = {text: exercise for stem, exercise in stems.items() for text in (stem, stem[4:])}
    near = difflib.get_close_matches(name.lower().strip().replace(" ", "_"), spelt, 1, 0.7)
    return f" Did you mean {spelt[near[0]].stem}?" if near else ""
