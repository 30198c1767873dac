"""Checks about threads say the same each time: what is right passes again and again."""

from __future__ import annotations

import ast
import re
import subprocess
import sys

import pytest

from grader.course import Exercise

from .conftest import COURSE, ROOT, STRICT

REPEATS = 20

PROGRAM = """
import sys
import pytest

class Again:
    def pytest_generate_tests(self, metafunc):
        metafunc.fixturenames.append("again")
        metafunc.parametrize("again", range(int(sys.argv[1])))

sys.exit(pytest.main(sys.argv[2:], plugins=[Again()]))
"""


def of_threads(exercise: Exercise) -> list[str]:
    """The checks that hold answers back, or look at what was sent when."""
    text = exercise.checks.read_text(encoding="utf-8")
    functions = [node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)]
    return [
        function.name
        for function in functions
        if function.name.startswith("test_")
        and re.search(r"\bwire\.hold\(|\.moment\b", ast.get_source_segment(text, function) or "")
    ]


EXERCISES = [exercise for exercise in COURSE.exercises if "wire.hold(" in exercise.checks.read_text(encoding="utf-8")]


@pytest.mark.parametrize("how", ["--room=solutions", "--variants=alternatives"])
def test_what_is_right_passes_each_time(how: str) -> None:
    checks = {exercise: [f"{exercise.checks}::{name}" for name in of_threads(exercise)] for exercise in EXERCISES}
    named = [check for found in checks.values() for check in found]
    command = [sys.executable, "-c", PROGRAM, str(REPEATS), *named, how, "-q", "-p", "no:cacheprovider", *STRICT]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr
    files = {exercise: len(exercise.alternatives) if "alternatives" in how else 1 for exercise in EXERCISES}
    expected = REPEATS * sum(len(found) * files[exercise] for exercise, found in checks.items())
    assert f"{expected} passed" in done.stdout


def test_there_are_such_checks() -> None:
    assert "e28_few_at_a_time" in {exercise.stem for exercise in EXERCISES}
