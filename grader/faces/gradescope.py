"""The report as Gradescope's ``results.json``: a test per check, with its points as the assignment counts them.

No test is hidden, everything is plain text, and the score stands at the top: what being late costs and what extra
checks make up for can't be told from the tests alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from grader.assignment import Assignment, rounded
from grader.course import Course
from grader.faces.problem import WITHOUT_A_PROBLEM, problem
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
        *([f"Graded with this isolation of your code: {report.isolation}."] if report.isolation else []),
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
        "extra_data": extra,
        "tests": tests,
    }
    text = json.dumps(data, ensure_ascii=False, allow_nan=False) + "\n"
    return text.encode("utf-8", "backslashreplace")


def _late(assignment: Assignment, days_late: int) -> str:
    if not days_late:
        return ""
    lost = 100 - round(float(assignment.kept(days_late) * 100), 2)
    return f" It came {'1 day' if days_late == 1 else f'{days_late} days'} late, which costs {lost:g} percent."


def _tests(report: Report, assignment: Assignment, course: Course) -> Iterable[dict[str, Any]]:
    """A test per check; one for an exercise that was not handed in, and for checks that could not be run."""
    exercises = assignment.exercises(course)
    results = {result.stem: result for result in report.exercises}
    own = sum(exercise.points for exercise in exercises)
    shares = _Shares(assignment.out_of(course) / own if own else Fraction(0))
    for exercise in exercises:
        result = results.get(exercise.stem)
        if result is None:
            path = exercise.stub.relative_to(course.root).as_posix()
            output = f"There is no file for this exercise in what was handed in. It belongs at {path}."
            yield _without_check(
                f"{exercise.code} · {exercise.title}", exercise.number, exercise.points, shares, output
            )
            continue
        name = f"{exercise.code} · {one_line(result.title)}"
        for number, check in enumerate(result.checks, 1):
            test: dict[str, Any] = {
                "name": f"{name}: {one_line(check.title)}" + (" (extra)" if check.extra else ""),
                "number": f"{exercise.number}.{number}",
                "status": "passed" if check.verdict is Verdict.PASSED else "failed",
                "output": _output(result, check, course),
                "output_format": "text",
                "visibility": "visible",
                "tags": [result.topic],
                "extra_data": {"check": check.name, "verdict": check.verdict.value, "mistakes": list(check.mistakes)},
            }
            if not check.extra:
                most = shares.next(check.points)
                test |= {"score": _part(most, check), "max_score": most}
            yield test
        rest = exercise.points - sum(check.points for check in result.checks if not check.extra)
        if rest > 0:
            output = "The other checks of this exercise could not be run. That is the course's mistake, not yours."
            yield _without_check(f"{name}: the other checks", exercise.number, rest, shares, output)


def _without_check(name: str, number: int, points: int, shares: _Shares, output: str) -> dict[str, Any]:
    return {
        "name": name,
        "number": str(number),
        "status": "failed",
        "score": 0.0,
        "max_score": shares.next(points),
        "output": output,
        "output_format": "text",
        "visibility": "visible",
    }


class _Shares:
    """Deals out the assignment's points in hundredths, so that they add up although each is rounded."""

    def __init__(self, factor: Fraction) -> None:
        self._factor, self._points, self._dealt_out = factor, 0, 0.0

    def next(self, points: int) -> float:
        self._points += points
        before, self._dealt_out = self._dealt_out, rounded(self._points * self._factor)
        return round(self._dealt_out - before, 2)


def _part(most: float, check: CheckResult) -> float:
    return most if check.earned == check.points else rounded(Fraction(str(most)) * check.earned / check.points)


def _output(exercise: ExerciseResult, check: CheckResult, course: Course) -> str:
    """What the learner's own terminal would say about the check."""
    if check.verdict is Verdict.PASSED:
        return "Passed."
    if exercise.verdict is Verdict.NOT_STARTED:  # what the stub does by itself is nobody's mistake
        return WITHOUT_A_PROBLEM[Verdict.NOT_STARTED]
    lines = problem(exercise, check, course.root, ROOM, f"make hint EX={exercise.stem[:3]}")
    return clean("\n".join(plain(line).removeprefix("  ") for line in lines))
