"""A tiny course of four exercises, whole with stubs, solutions and checks, to run commands on; and reports by hand."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from grader import stubs
from grader.course import Course
from grader.report import CheckResult, ExerciseResult, Frame, Problem, Report, Sent, Verdict

ROOT = Path(__file__).resolve().parents[3]

STUB = '''"""{code} · {title}

The kitchen counts its plates: the sum of both
numbers is returned.
"""


def add(first: int, second: int) -> int:
    """Both numbers together."""
    {body}
'''

CHECKS = '''"""Checks of {code}."""

from grader.check import check

DIFFICULTY = 1
CORE = {core}
POINTS = {points}


@check(
    points={points},
    says="the sum of both numbers is returned",
    hint=("Which sign adds?", "first + second"),
    offline=True,
)
def test_adds(exercise):
    """Returns the sum."""
    assert exercise.add(2, 3) == 5
'''

MADE = {
    "t01_plates": [("e01_first_plate", "First plate", 0, True), ("e02_second_plate", "Second plate", 2, True)],
    "t02_glasses": [("e03_tall_glass", "Tall glass", 2, False), ("e04_wide_glass", "Wide glass", 2, True)],
}

ANSWER = "return first + second"
TODO = 'raise NotImplementedError("TODO 1: add them")'


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """e01 passes as it is shipped; e02 and e04 are the core path, e03 goes deeper."""
    root = tmp_path / "course"
    for topic, exercises in MADE.items():
        for stem, title, points, core in exercises:
            code = stem[:3]
            shipped = ANSWER if points == 0 else TODO
            _write(root / "exercises" / topic / f"{stem}.py", STUB.format(code=code, title=title, body=shipped))
            _write(root / "solutions" / topic / f"{stem}.py", STUB.format(code=code, title=title, body=ANSWER))
            checks = CHECKS.format(code=code, core=core, points=points)
            _write(root / "tests" / topic / f"test_{stem}.py", checks)
        _write(root / "exercises" / topic / "README.md", f"# {topic[:3]} · Counting {topic[4:]}\n")
    options = (ROOT / "pyproject.toml").read_text(encoding="utf-8").partition("[tool.pytest.ini_options]")[2]
    _write(root / "pyproject.toml", f"[tool.pytest.ini_options]{options}")
    made = Course(root)
    stubs.write(made)
    return made


@pytest.fixture
def solve(course: Course) -> Callable[..., None]:
    """Write something into a stub, the right answer if nothing else is given."""

    def solve(code: str, body: str = ANSWER) -> None:
        exercise = course.find(code)[0]
        exercise.stub.write_text(STUB.format(code=exercise.code, title=exercise.title, body=body), encoding="utf-8")

    return solve


Runner = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def run(course: Course) -> Runner:
    """``python -m grader ARGUMENTS`` on the tiny course, as a process of its own, without set-up."""
    start = f"import sys; from grader.commands import main; sys.exit(main(sys.argv[1:], {str(course.root)!r}))"

    def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", start, *arguments],
            cwd=course.root,
            env=environment(**variables),
            capture_output=True,
            encoding="utf-8",
            timeout=60,
        )

    return run


def environment(**variables: str) -> dict[str, str]:
    """Ours without what would change a page: make's variables, and those of a run around this one."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("MAKE", "ORDER_UP_", "PYTEST_"))}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", **variables}


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


# Reports by hand

NASTY = (
    "\x1b[31mred\x1b[0m \x1b]0;title\x07 bell\x07 null\x00 back\x08 “quoted” … crème 寿司 \udc80 "
    "\u202eturned <b>&amp;]]>"
)


def a_check(
    verdict: Verdict = Verdict.WRONG_RESULT, *, size: int = 3, text: str = "something", **other: object
) -> CheckResult:
    """A check that failed with as much to say as is asked for."""
    problem = Problem(
        f"The answer is {text}.",
        tuple(f"detail {number}: {text}" for number in range(size)),
        tuple(Frame(number, "add", f"return {text}") for number in range(1, size + 1)),
    )
    fields: dict[str, object] = {
        "name": "adds",
        "title": f"Returns the sum, not {text}.",
        "verdict": verdict,
        "points": 2,
        "earned": 2 if verdict is Verdict.PASSED else 0,
        "says": "the sum of both numbers is returned",
        "hint": ("Which sign adds?",),
        "problem": None if verdict is Verdict.PASSED else problem,
        "sent": tuple(Sent("GET", f"https://bistro.test/menu?text={text}", 404, text) for _ in range(size)),
        "printed": f"{text}\n" * size,
    }
    return CheckResult(**{**fields, **other})  # type: ignore[arg-type]


def a_result(course: Course, code: str, verdict: Verdict, *checks: CheckResult) -> ExerciseResult:
    """The result of one of the course's exercises."""
    exercise = course.find(code)[0]
    return ExerciseResult(
        stem=exercise.stem,
        topic=exercise.topic.name,
        title=exercise.title,
        source=exercise.stub.relative_to(course.root).as_posix(),
        verdict=verdict,
        points=exercise.points,
        earned=exercise.points if verdict is Verdict.PASSED else 0,
        core=exercise.core,
        checks=checks,
    )


def a_report(*results: ExerciseResult, errors: tuple[str, ...] = ()) -> Report:
    return Report(exercises=results, errors=errors, created="2026-11-22T18:00:00+00:00", versions={"python": "3.11.7"})
