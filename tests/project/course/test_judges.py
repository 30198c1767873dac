"""Checks are shared between the cores of a machine, and the report is the same as from one judge."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from .conftest import ROOT

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="judges are forked")

PROGRAM = """
import json, os, sys
from pathlib import Path
from grader.judge.process import warm_up
warm_up(judges=int(sys.argv[2]))
from grader.course import Course
from grader import run
course = Course(Path(sys.argv[1]))
first = os.getpid()
if sys.argv[3] == "dies":
    real = run._grade
    run._grade = lambda *a, **k: real(*a, **k) if os.getpid() == first else os._exit(3)
report = run.grade(course, course.exercises, room="solutions")
print(json.dumps(report.to_json()))
"""


def report_of(judges: int, how: str = "") -> dict[str, Any]:
    command = [sys.executable, "-c", PROGRAM, str(ROOT), str(judges), how]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=True)
    report: dict[str, Any] = json.loads(done.stdout)
    for exercise in report["exercises"]:
        for check in exercise["checks"]:
            del check["seconds"]
    del report["created"]
    return report


def test_three_judges_say_what_one_says() -> None:
    assert report_of(3) == report_of(1)


def test_a_judge_that_dies_is_not_passed_over() -> None:
    report = report_of(2, "dies")
    assert report["errors"] == ["one of the processes that run the checks has ended before it was done"]
    assert 0 < len(report["exercises"]) < 15
