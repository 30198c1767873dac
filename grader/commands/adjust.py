"""``adjust``: give or take points, with a reason that the learner reads; it survives every grading."""

from __future__ import annotations

import argparse
import re
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from grader.commands.choosing import add_exercises, the_one
from grader.course import Course, CourseError, Exercise
from grader.faces.text import one_line

if TYPE_CHECKING:
    from grader.assignment import Assignment
    from grader.batch.books import Books
    from grader.batch.store import Store

POINTS = re.compile(r"[+-]\d{1,4}(?:[.,]\d{1,2})?")
EXAMPLE = 'make adjust LEARNER=alice EX=e06 POINTS=+1 REASON="…" OUT=grades'


def configure(parser: argparse.ArgumentParser) -> None:
    add_exercises(parser, several=False)
    parser.add_argument("--out", type=Path, default=Path("grades"), metavar="DIR", help="default: %(default)s")
    parser.add_argument("--learner", default="", metavar="NAME", help="left out, all adjustments are shown")
    parser.add_argument(
        "--points",
        default="",
        metavar="N",
        help="to what was earned: --points=+1 or --points=-0.5, in the exercise's own points; 0 takes all back",
    )
    parser.add_argument("--reason", default="", metavar="TEXT", help="why; the learner reads it")


def run(arguments: argparse.Namespace, course: Course) -> int:
    from grader.batch import store
    from grader.batch.books import place_of
    from grader.batch.disputes import books_of, learner_of

    with store.opened(place_of(arguments.out), must_exist=True) as kept:
        if not (arguments.learner or arguments.exercise or arguments.points or arguments.reason):
            _show(kept, course)
            return 0
        books = books_of(kept, course)
        for value, name in ((arguments.learner, "LEARNER"), (arguments.exercise, "EX"), (arguments.points, "POINTS")):
            if not value:
                raise CourseError(f"{name} is missing. For example: {EXAMPLE}.")
        learner = learner_of(kept, arguments.learner)
        exercise = in_assignment(the_one(course, arguments.exercise), books.assignment)
        points, reason = _points(arguments.points), one_line(arguments.reason)
        if points and not reason:
            raise CourseError(f'Say why, with REASON="…": {learner} reads it, and you will want to know it next month.')
        if points:
            kept.adjust(learner, exercise.stem, points, reason)
        else:
            _take_back(kept, learner, exercise)
        written_anew(kept, course, arguments.out)
        print(f"{learner}, {exercise.code}: {_now(books_of(kept, course), learner, exercise)}.")
    print(f"The tables and pages in {arguments.out} are written anew. The next grading keeps this.")
    return 0


def in_assignment(exercise: Exercise, assignment: Assignment) -> Exercise:
    """The exercise, if the class was graded with it."""
    if exercise.stem not in assignment.stems:
        codes = ", ".join(stem[:3] for stem in assignment.stems)
        raise CourseError(f"{exercise.stem} is not part of “{assignment.title}”, which has {codes}.")
    return exercise


def written_anew(store: Store, course: Course, out: Path) -> None:
    """Write all tables and pages again, as ``grade`` did: with the same roster and the same exported gradebook."""
    from grader.batch import outputs
    from grader.batch.disputes import books_of

    canvas, content = store.fact("canvas"), None
    if canvas:
        try:
            content = Path(canvas).read_bytes()
        except OSError as error:
            print(f"canvas.csv is not written: {canvas} can't be read any more ({error.strerror}).")
    for complaint in outputs.write(out, books_of(store, course), content).complaints:
        print(f"  {complaint}")


def _points(text: str) -> Fraction:
    if text.strip() in ("0", "+0", "-0"):
        return Fraction(0)
    if not POINTS.fullmatch(text.strip()):
        raise CourseError(
            f"POINTS={one_line(text)} is not clear: +1 gives a point to what was earned, -1 takes one, 0 takes all "
            "adjustments of this exercise back."
        )
    return Fraction(text.strip().replace(",", "."))


def _take_back(store: Store, learner: str, exercise: Exercise) -> None:
    numbers = [one.number for one in store.adjustments() if (one.learner, one.stem) == (learner, exercise.stem)]
    if not numbers:
        raise CourseError(f"Nothing was given to or taken from {learner} in {exercise.stem}.")
    for number in numbers:
        store.take_back(number)


def _now(books: Books, learner: str, exercise: Exercise) -> str:
    """What it comes to: ``3 of 4 points, 1 of them given``."""
    row = next(row for row in books.gradebook().rows if row.learner == learner)
    mark = next(mark for mark in row.marks if mark.stem == exercise.stem)
    given = "given" if mark.adjustment > 0 else "taken"
    adjusted = f", with {abs(mark.adjustment):g} {given}" if mark.adjustment else ""
    return f"{mark.earned:g} of {exercise.points} points{adjusted}"


def _show(store: Store, course: Course) -> None:
    found = store.adjustments()
    for one in found:
        code = one.stem[:3]
        print(f"{one.made[:10]}  {one_line(one.learner)}  {code}  {float(one.points):+g}  {one_line(one.reason)}")
    if not found:
        print(f"Nothing was adjusted. For example: {EXAMPLE}.")
