"""Graders are graded: solutions and alternatives pass, mistakes are caught and named, stubs are not started."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from grader.course import Exercise, docstring
from grader.report import ExerciseResult, Report, Verdict

from .conftest import COURSE, WAYS, told

MISTAKES = [(exercise, path) for exercise in COURSE.exercises for path in exercise.mistakes]
STEMS = [exercise.stem for exercise in COURSE.exercises]


def name_of(pair: tuple[Exercise, Path]) -> str:
    return f"{pair[0].code}-{pair[1].stem}"


def result_of(report: Report, source: Path) -> ExerciseResult:
    wanted = source.relative_to(COURSE.root).as_posix()
    return next(result for result in report.exercises if result.source == wanted)


@pytest.mark.parametrize("way", WAYS)
def test_nothing_goes_wrong_outside_the_graded_code(reports: dict[str, Report], way: str) -> None:
    assert reports[way].errors == ()
    lacking = [
        (exercise.stem, check.name, check.problem)
        for exercise in reports[way].exercises
        for check in exercise.checks
        if check.verdict is Verdict.NOT_RECORDED
    ]
    assert lacking == []


@pytest.mark.parametrize("way", [way for way in WAYS if way.startswith(("solutions", "alternatives"))])
def test_what_is_right_passes(reports: dict[str, Report], way: str) -> None:
    failed = [
        (result.source, check.name, check.verdict.value, check.problem and check.problem.summary)
        for result in reports[way].exercises
        for check in result.checks
        if check.verdict is not Verdict.PASSED
    ]
    assert failed == []
    assert {result.stem for result in reports[way].exercises} == set(STEMS)


@pytest.mark.parametrize("exercise", COURSE.exercises, ids=STEMS)
def test_the_untouched_stub_is_not_started(reports: dict[str, Report], exercise: Exercise) -> None:
    result = result_of(reports["stubs"], exercise.stub)
    if exercise.number == 1:
        assert result.verdict is Verdict.PASSED, "the first exercise passes as it is: it teaches the loop"
        return
    assert result.verdict is Verdict.NOT_STARTED
    first = result.checks[0].verdict
    assert first.value == exercise.facts.get("UNTOUCHED", Verdict.NOT_STARTED.value), (
        "the stub's first verdict is not the declared one (UNTOUCHED = … at the head of the checks)"
    )


def test_a_fresh_clone_scores_nothing(reports: dict[str, Report]) -> None:
    assert reports["stubs"].earned == 0


@pytest.mark.parametrize("pair", MISTAKES, ids=map(name_of, MISTAKES))
def test_the_mistake_is_caught_and_named(reports: dict[str, Report], pair: tuple[Exercise, Path]) -> None:
    _, path = pair
    says = docstring(path) or ""
    header = re.fullmatch(r"(?:(M\d{1,3}) · )?.+\n\ncaught by: (\w+)\nmessage: (.+)", says, re.DOTALL)
    assert header, f"{path.name} does not begin as docs/authoring.md says"
    number, caught_by, message = header.groups()
    checks = {check.name: check for check in result_of(reports["mistakes"], path).checks}
    assert caught_by in checks, f"there is no check {caught_by}"
    check = checks[caught_by]
    assert check.verdict not in (Verdict.PASSED, Verdict.WAITING), f"{caught_by} lets it pass"
    assert message.strip() in told(check), f"the failure of {caught_by} does not name the mistake:\n{told(check)}"
    assert number is None or number in check.mistakes, f"{caught_by} does not list {number} among its mistakes"


@pytest.mark.parametrize("exercise", COURSE.exercises, ids=STEMS)
def test_the_listed_mistakes_have_a_file(exercise: Exercise, reports: dict[str, Report]) -> None:
    listed = {
        number for check in result_of(reports["solutions"], exercise.solution).checks for number in check.mistakes
    }
    shown = {(docstring(path) or "").split(" · ")[0] for path in exercise.mistakes}
    assert listed <= shown, f"no mistake shows {sorted(listed - shown)}"
