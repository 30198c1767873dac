"""What a learner reads of an assignment: its title, until when, and what of its points there is so far."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from fractions import Fraction

from grader.assignment import Assignment, rounded, scaled, score
from grader.course import Course, Exercise
from grader.faces.screen import Line
from grader.faces.text import cut, wrap
from grader.report import Report

DAY = datetime.timedelta(days=1)


def head(
    assignment: Assignment, course: Course, now: datetime.datetime, room: int, report: Report | None = None
) -> list[Line]:
    """The title, the due date by the clock of this machine, what the run would bring in time, and an empty line.

    Args:
        assignment: the assignment.
        course: its course.
        now: the moment that the due date is counted from.
        room: columns of the page.
        report: a run of all its exercises; None when there was none.
    """
    lines: list[Line] = [((cut(assignment.title, room), "strong"),)]
    if assignment.due is not None:
        lines += [(line,) for line in wrap(f"Due {due_in_words(assignment.due, now)}.", room, 2)]
        lines += [((line, "faint"),) for line in wrap(late_in_words(assignment), room, 2)]
    if report is not None:
        lines.append((worth_in_words(score(report, assignment, course), assignment, course),))
    return [*lines, ()]


def sums(done: Sequence[Exercise], assignment: Assignment, course: Course) -> Line:
    """How many of the assignment's exercises are done, and what these are worth."""
    points = scaled(Fraction(sum(exercise.points for exercise in done)), assignment, course)
    count = f"{len(done)} of {_count(len(assignment.stems), 'exercise')} done."
    return ((f"{count} {worth_in_words(points, assignment, course)}", "strong"),)


def worth_in_words(points: Fraction, assignment: Assignment, course: Course) -> str:
    """``Worth 7.5 of 10 points.``"""
    out_of = assignment.out_of(course)
    return f"Worth {number(points, out_of)} of {_count(number(out_of), 'point')}."


def due_in_words(due: datetime.datetime, now: datetime.datetime) -> str:
    """``Friday 5 February 2027, 23:59 (UTC+01:00), in 3 days``, by the clock of this machine."""
    here = due.astimezone()
    zone = f"{here:%z}" if here.utcoffset() else ""
    clock = f"{here:%H:%M}" if here.second in (0, 59) else f"{here:%H:%M:%S}"
    day = f"{here:%A} {here.day} {here:%B %Y}, {clock} (UTC{zone and f'{zone[:3]}:{zone[3:5]}'})"
    return f"{day}, {_distance(due - now)}"


def late_in_words(assignment: Assignment) -> str:
    """What being late costs; empty when it costs nothing."""
    percent = assignment.late_percent_a_day
    if not percent:
        return ""
    minutes = assignment.grace // datetime.timedelta(minutes=1)
    after = f"More than {_count(minutes, 'minute')} after that, each" if minutes else "After that, each"
    return f"{after} day begun costs {number(percent)} percent of what was earned."


def number(points: Fraction, out_of: Fraction | None = None) -> str:
    """With two decimals at most, and none that say nothing: ``7.5``, ``10``."""
    return f"{rounded(points, out_of):.2f}".rstrip("0").rstrip(".")


def _distance(left: datetime.timedelta) -> str:
    amount = abs(left)
    if amount >= 2 * DAY:
        words = _count(amount // DAY, "day")
    elif amount >= datetime.timedelta(hours=2):
        words = _count(amount // datetime.timedelta(hours=1), "hour")
    else:
        words = _count(amount // datetime.timedelta(minutes=1), "minute")
    return f"in {words}" if left >= datetime.timedelta() else f"{words} ago"


def _count(amount: int | str, noun: str) -> str:
    return f"{amount} {noun}{'s' * (str(amount) != '1')}"
