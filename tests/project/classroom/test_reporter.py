"""GitHub Classroom's own reporter, of its tag v1, reads what we hand on: the points in its notice are ours."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from grader.assignment import Assignment, Fraction
from grader.course import Course
from grader.doors import actions
from grader.report import ExerciseResult

from .test_actions import a_check, a_result, told
from .walking import NODE, REPORTER, report

pytestmark = [
    pytest.mark.skipif(NODE is None, reason="node is not installed"),
    pytest.mark.skipif(
        not REPORTER.exists(), reason=f"the reporter is not at {REPORTER.name}: see docs/instructors.md"
    ),
]

COURSE = Course(Path(__file__).resolve().parents[3])
CODES = ("e02", "e03", "e06")
WEEK = Assignment("Week 1", tuple(COURSE.find(code)[0].stem for code in CODES), points=Fraction(10))


def result(code: str, *parts: tuple[int, int]) -> ExerciseResult:
    return a_result(
        COURSE, code, *(a_check(COURSE, points, earned, "Is wrong: ‘<b>’ ü\n::x::") for points, earned in parts)
    )


CLASS = {
    "alice, who has all": (result("e02", (1, 1), (1, 1)), result("e03", (2, 2)), result("e06", (4, 4))),
    "bob, who has parts": (result("e02", (1, 0), (1, 1)), result("e03", (2, 1)), result("e06", (2, 2), (2, 1))),
    "carol, who handed in one": (result("e02", (1, 0), (1, 0)),),
    "dan, who handed in nothing": (),
}


def notice(printed: str) -> dict[str, float]:
    """What GitHub Classroom read: the annotation, not the table."""
    found = re.findall(r"(?m)^::notice title=Autograding report::(.*)$", printed)
    assert len(found) == 1, printed
    return json.loads(found[0])  # type: ignore[no-any-return]


@pytest.mark.parametrize("who", CLASS)
def test_it_reports_our_points(who: str) -> None:
    graded = told(COURSE, WEEK, *CLASS[who])
    handed_on = actions.environment(graded)
    status, printed = report(actions.outputs(graded)["runners"], handed_on)
    said = notice(printed)
    assert said["maxPoints"] == pytest.approx(10, abs=1e-9)
    assert said["totalPoints"] == pytest.approx(graded.points, abs=0.011)
    assert said["totalPoints"] == pytest.approx(sum(row.earned for row in graded.rows), abs=1e-9)
    assert status == (0 if graded.passed else 1)
    assert "::x::" not in re.sub(r"(?m)^(?!::).*$", "", printed)


def test_a_part_is_a_part() -> None:
    graded = told(COURSE, WEEK, *CLASS["bob, who has parts"])
    assert 0 < graded.points < 10
    assert [0 < row.earned < row.points for row in graded.rows] == [True, True, True]


def test_the_whole_in_one_result_will_do_as_well() -> None:
    graded = told(COURSE, WEEK, *CLASS["bob, who has parts"])
    status, printed = report("orderup", {"ORDERUP_RESULTS": actions.outputs(graded)["result"]})
    assert (status, notice(printed)["maxPoints"]) == (1, 10)
    assert notice(printed)["totalPoints"] == pytest.approx(graded.points, abs=0.011)
