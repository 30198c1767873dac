"""The report as Gradescope's ``results.json``: a test per check, with its points as the assignment counts them.

Nothing is hidden, everything is plain text, and the score stands at the top: what being late costs and what extra
checks make up for can't be told from the tests alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from grader.assignment import Assignment, rounded
from grader.course import Course
from grader.faces.problem import problem
from grader.faces.screen import plain
from grader.faces.text import clean, one_line
from grader.report import CheckResult, ExerciseResult, Report, Verdict

ROOM = 100
"""Columns of the text of a test."""


def encode(
    report: Report,
    assignment: Assignment,
    course: Course,
    *,
    score: float,
    days_late: int = 0,
    notes: Sequence[str] = (),
) -> bytes:
    """One learner's ``results.json``.

    Args:
        report: how the submission went.
        assignment: what was to be handed in.
        course: its course.
        score: what counts, rescaled and less what being late costs.
        days_late: how many days late it was.
        notes: what else the learner should know, a sentence each.
    """
    out_of = assignment.out_of(course)
    lines = [
        one_line(assignment.title),
        f"{score:.2f} of {rounded(out_of):.2f} points.{_late(assignment, days_late)}",
        *(one_line(note) for note in notes),
        *(f"The run went wrong: {one_line(error)}" for error in report.errors),
        f"Graded with this isolation of your code: {report.isolation or 'none'}.",
    ]
    extra = {"versions": report.versions, "isolation": report.isolation, "days_late": days_late}
    return _encoded(score, lines, list(_tests(report, assignment, course)), {**extra, "created": report.created})


def without_grade(sentences: Iterable[str], *, failed: bool = False, isolation: str = "") -> bytes:
    """The ``results.json`` of a submission that was not graded, and why.

    Args:
        sentences: why, for the learner.
        failed: whether that is the grader's fault, and not the submission's.
        isolation: the tier, where one was chosen.
    """
    return _encoded(0.0, [one_line(sentence) for sentence in sentences], [], {"failed": failed, "isolation": isolation})


def _encoded(score: float, lines: Sequence[str], tests: list[dict[str, Any]], extra: dict[str, Any]) -> bytes:
    data = {
        "score": score,
        "output": "\n".join(lines),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": "visible",
        "stdout_visibility": "visible",
        "extra_data": extra,
        "tests": tests,
    }
    text = json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    return text.encode("utf-8", "backslashreplace")


def _late(assignment: Assignment, days_late: int) -> str:
    if not days_late:
        return ""
    lost = 100 - round(float(assignment.kept(days_late) * 100), 2)
    return f" It came {'1 day' if days_late == 1 else f'{days_late} days'} late, which costs {lost:g} percent."


def _tests(report: Report, assignment: Assignment, course: Course) -> Iterable[dict[str, Any]]:
    """A test per check, and one for an exercise of which no check was run."""
    own = sum(exercise.points for exercise in report.exercises)
    shares = _Shares(assignment.out_of(course) / own if own else Fraction(0))
    for exercise in report.exercises:
        name = f"{exercise.stem[:3]} · {one_line(exercise.title)}"
        for number, check in enumerate(exercise.checks, 1):
            test: dict[str, Any] = {
                "name": f"{name}: {one_line(check.title)}" + (" (extra)" if check.extra else ""),
                "number": f"{int(exercise.stem[1:3])}.{number}",
                "status": "passed" if check.verdict is Verdict.PASSED else "failed",
                "output": _output(exercise, check, course),
                "output_format": "text",
                "visibility": "visible",
                "tags": [exercise.topic],
                "extra_data": {"check": check.name, "verdict": check.verdict.value, "mistakes": list(check.mistakes)},
            }
            if not check.extra:
                most = shares.next(check.points)
                test |= {"score": _part(most, check), "max_score": most}
            yield test
        missing = exercise.points - sum(check.points for check in exercise.checks if not check.extra)
        if missing > 0:
            yield {
                "name": f"{name}: checks that were not run",
                "number": f"{int(exercise.stem[1:3])}.{len(exercise.checks) + 1}",
                "status": "failed",
                "score": 0.0,
                "max_score": shares.next(missing),
                "output": "These checks could not be run. That is the course's mistake, not yours.",
                "visibility": "visible",
            }


class _Shares:
    """Deals out the assignment's points in hundredths, so that they add up although each is rounded."""

    def __init__(self, factor: Fraction) -> None:
        self._factor, self._points = factor, 0

    def next(self, points: int) -> float:
        before = rounded(self._points * self._factor)
        self._points += points
        return round(rounded(self._points * self._factor) - before, 2)


def _part(most: float, check: CheckResult) -> float:
    return most if check.earned == check.points else rounded(Fraction(str(most)) * check.earned / check.points)


def _output(exercise: ExerciseResult, check: CheckResult, course: Course) -> str:
    """What the learner's own terminal would say about the check."""
    if check.verdict is Verdict.PASSED:
        return "Passed."
    lines = problem(exercise, check, course.root, ROOM, f"make hint EX={exercise.stem[:3]}")
    return clean("\n".join(plain(line).removeprefix("  ") for line in lines))
