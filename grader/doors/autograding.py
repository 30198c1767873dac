"""Results as GitHub Classroom's steps hand them on: base64 of JSON, read by its ``autograding-grading-reporter`` (v1).

The reporter sums up the tests' ``score`` for its notice “Autograding report”, which is where points are read: that is
how a test can earn a part. Its table counts tests that passed instead, and is not to be trusted for points.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Sequence
from fractions import Fraction

from grader.assignment import rounded
from grader.faces.text import one_line
from grader.report import CheckResult, Verdict

LONGEST = 300
"""Characters of a sentence that is handed on: all of them travel in the environment, which has little room."""


def result(passed: bool, points: float, tests: Sequence[dict[str, object]]) -> str:
    """The result of one of the steps that were ``runners``.

    Args:
        passed: whether it is green.
        points: what it is worth.
        tests: what :func:`entry` makes; at least one.
    """
    data = {"version": 1, "status": "pass" if passed else "fail", "max_score": points, "tests": list(tests)}
    return base64.b64encode(json.dumps(data).encode("ascii")).decode("ascii")


def entry(name: str, passed: bool, score: float, file: str, line: int = 0, message: str = "") -> dict[str, object]:
    """One test; ``line`` 0 is none, ``score`` is what it earned."""
    return {
        "name": one_line(name),
        "status": "pass" if passed else "fail",
        "score": score,
        "message": message,
        "test_code": "",
        "filename": file,
        "line_no": 0 if passed else line,
        "duration": 0,
    }


def sentence(check: CheckResult) -> str:
    """What is to be said of a check that did not pass; nothing of one that did."""
    if check.verdict is Verdict.PASSED:
        return ""
    return one_line(check.problem.summary if check.problem else f"{check.title} ({check.verdict})")[:LONGEST]


def shared(points: Fraction, shares: Sequence[int]) -> list[float]:
    """Points dealt out in proportion, in hundredths that add up to them."""
    whole = sum(shares)
    return in_hundredths(points * share / whole if whole else Fraction(0) for share in shares)


def in_hundredths(points: Iterable[Fraction]) -> list[float]:
    """Rounded so that the first ones always add up to their rounded sum, however many are taken."""
    found, so_far, before = [], Fraction(0), 0.0
    for one in points:
        so_far += one
        found.append(round(rounded(so_far) - before, 2))
        before = rounded(so_far)
    return found
