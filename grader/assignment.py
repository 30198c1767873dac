"""An assignment: which exercises are to be handed in, what they are worth, and until when. Read from a TOML file.

title = "Week 3: when things go wrong"
exercises = ["t05", "e26"]           # as on the command line: an exercise, a topic, a part of a name
points = 20                          # what full marks are worth; left out, the exercises' own points count
extra = true                         # extra checks make up for lost points, a point each; left out, they don't
due = 2027-02-05T23:59:59+01:00      # left out, nothing is late
grace = 15                           # minutes that are forgiven
late_percent_a_day = 10              # of what was earned, for each day begun; left out, being late costs nothing
keep = "best"                        # or "last": which counts when somebody hands in several times
"""

from __future__ import annotations

import datetime
import math
import tomllib
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from grader.course import Course, CourseError, Exercise
from grader.faces.text import one_line
from grader.report import ExerciseResult, Report, Verdict

DAY = datetime.timedelta(days=1)

MOST_POINTS = 100_000

KEYS = ("title", "exercises", "points", "extra", "due", "grace", "late_percent_a_day", "keep")


@dataclass(frozen=True)
class Assignment:
    """What is to be handed in, and how it is marked."""

    title: str
    stems: tuple[str, ...]
    """The exercises, in the course's order."""
    points: Fraction | None = None
    extra: bool = False
    due: datetime.datetime | None = None
    grace: datetime.timedelta = datetime.timedelta()
    late_percent_a_day: Fraction = Fraction(0)
    keep: str = "best"

    def exercises(self, course: Course) -> list[Exercise]:
        return [exercise for exercise in course.exercises if exercise.stem in self.stems]

    def out_of(self, course: Course) -> Fraction:
        """What full marks are worth."""
        own = sum(exercise.points for exercise in self.exercises(course))
        return Fraction(own) if self.points is None else self.points

    def days_late(self, moment: datetime.datetime | None) -> int:
        """How many days after the due date this is, each day begun counted; 0 within the grace. Seconds count whole."""
        if self.due is None or moment is None:
            return 0
        after = moment.replace(microsecond=0) - self.due
        return 0 if after <= self.grace else -(-after // DAY)

    def kept(self, days_late: int) -> Fraction:
        """The part of what was earned that is kept after so many days: 1 in time, 0 when nothing is left."""
        return max(Fraction(0), 1 - self.late_percent_a_day * days_late / 100)


def earned(result: ExerciseResult, assignment: Assignment) -> int:
    """The exercise's own points that an answer earned; with ``extra`` a point for each extra check makes up for lost
    ones, and nobody gets more than there is.
    """
    extra = sum(check.extra and check.verdict is Verdict.PASSED for check in result.checks) if assignment.extra else 0
    return min(result.points, result.earned + extra)


def scaled(own: Fraction, assignment: Assignment, course: Course, days_late: int = 0) -> Fraction:
    """What so many of the exercises' own points are worth, out of ``assignment.out_of(course)``, and that late."""
    most = sum(exercise.points for exercise in assignment.exercises(course))
    return own / most * assignment.out_of(course) * assignment.kept(days_late) if most else Fraction(0)


def score(report: Report, assignment: Assignment, course: Course, days_late: int = 0) -> Fraction:
    """What a report is worth, out of ``assignment.out_of(course)``; other exercises in it don't count."""
    own = sum(earned(result, assignment) for result in report.exercises if result.stem in assignment.stems)
    return scaled(Fraction(own), assignment, course, days_late)


def rounded(points: Fraction, out_of: Fraction | None = None) -> float:
    """Two decimals, half a hundredth up, as gradebooks have it; never up to full marks, where these are told."""
    hundredths = math.floor(points * 100 + Fraction(1, 2))
    if out_of is not None and points < out_of:
        hundredths = min(hundredths, max(0, math.ceil(out_of * 100) - 1))
    return hundredths / 100


def whole(points: Fraction, out_of: Fraction) -> int:
    """Whole points, for gradebooks that take no others: half a point up, but all of them only for full marks."""
    nearest = math.floor(points + Fraction(1, 2))
    return nearest if points >= out_of else min(nearest, max(0, math.ceil(out_of) - 1))


def everything(course: Course) -> Assignment:
    """The whole course, without a due date."""
    return Assignment("Order Up", tuple(exercise.stem for exercise in course.exercises))


def read(path: Path, course: Course) -> Assignment:
    """The assignment in a TOML file.

    Raises:
        CourseError: when there is no such file, or something in it is wrong: what, where, and what to write.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))  # Windows' editor puts a mark at the front
    except FileNotFoundError:
        raise CourseError(f"There is no assignment {path}. Ready ones are in the folder assignments.") from None
    except OSError as error:
        raise CourseError(f"The assignment {path} can't be read: {(error.strerror or str(error)).lower()}.") from None
    except UnicodeDecodeError:
        raise CourseError(f"The assignment {path} is not text in UTF-8. Save it as such.") from None
    except tomllib.TOMLDecodeError as error:
        raise CourseError(f"The assignment {path} is not TOML: {error}.") from None
    return _Reader(path, data).assignment(course)


class _Reader:
    """Takes an assignment out of plain data, and says what is wrong with it."""

    def __init__(self, path: Path, data: dict[str, Any]) -> None:
        self._path, self._data = path, data

    def assignment(self, course: Course) -> Assignment:
        unknown = [key for key in self._data if key not in KEYS]
        if unknown:
            raise self._wrong(f"“{unknown[0]}” means nothing here. There are: {', '.join(KEYS)}")
        title = self._data.get("title", self._path.stem)
        if not isinstance(title, str) or not title.strip():
            raise self._wrong('title must be a text, for example title = "Week 3"')
        extra, keep = self._data.get("extra", False), self._data.get("keep", "best")
        if not isinstance(extra, bool):
            raise self._wrong("extra must be true or false")
        if keep not in ("best", "last"):
            raise self._wrong('keep must be "best" or "last"')
        stems = self._stems(course)
        points = None if "points" not in self._data else self._number("points", above=0, most=MOST_POINTS)
        if points and not any(exercise.points for exercise in course.exercises if exercise.stem in stems):
            raise self._wrong("none of its exercises is worth points, so nobody can earn any. Add others")
        percent = self._number("late_percent_a_day", most=100)
        grace = datetime.timedelta(minutes=float(self._number("grace", most=7 * 24 * 60)))
        return Assignment(one_line(title), stems, points, extra, self._due(), grace, percent, keep)

    def _stems(self, course: Course) -> tuple[str, ...]:
        names = self._data.get("exercises")
        if not isinstance(names, list) or not names or not all(isinstance(name, str) for name in names):
            raise self._wrong('exercises must be a list of names, for example exercises = ["t05", "e26"]')
        try:
            found = {exercise.stem for name in names for exercise in course.find(name)}
        except CourseError as error:
            raise self._wrong(f"exercises: {error}") from None
        return tuple(exercise.stem for exercise in course.exercises if exercise.stem in found)

    def _due(self) -> datetime.datetime | None:
        due = self._data.get("due")
        if due is None:
            return None
        if not isinstance(due, datetime.datetime) or due.tzinfo is None:
            example = "due = 2027-02-05T23:59:59+01:00, without quotes"
            raise self._wrong(f"due must be a moment that says which clock it goes by, for example {example}")
        if not 2000 <= due.year < 9000:
            raise self._wrong(f"due is in the year {due.year}, which can't be meant")
        return due

    def _number(self, key: str, *, most: int, above: int | None = None) -> Fraction:
        value = self._data.get(key, 0)
        if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
            raise self._wrong(f"{key} must be a number")
        if value > most:
            raise self._wrong(f"{key} must be at most {most:,}")
        if value < 0 or (above is not None and value <= above):
            raise self._wrong(f"{key} must be {'above' if above is not None else 'at least'} 0")
        return Fraction(str(value))

    def _wrong(self, what: str) -> CourseError:
        return CourseError(f"The assignment {self._path}: {what.rstrip('.')}.")
