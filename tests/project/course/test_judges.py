"""Checks are shared between the cores of a machine, and the report is the same as from one judge."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from .conftest import COURSE, ROOT

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
    assert 0 < len(report["exercises"]) < len(COURSE.exercises)


def test_the_code_runs_in_a_worker_wherever_the_course_is(tmp_path: Path) -> None:
    """Its own folder may have any name, that of the project's own tests too; this code would end the judge."""
    root = tmp_path / "project" / "order-up"
    for room in ("exercises", "tests", "cassettes"):
        shutil.copytree(ROOT / room / "t01_first_calls", root / room / "t01_first_calls")
    stub = root / "exercises" / "t01_first_calls" / "e02_order_a_dish.py"
    stub.write_text("import os\n\n\ndef order_a_dish(*arguments, **keywords):\n    os._exit(3)\n", encoding="utf-8")
    program = "import sys; from grader.commands import main; sys.exit(main(sys.argv[2:], sys.argv[1]))"
    command = [sys.executable, "-c", program, str(root), "test", "e02", "--json", "-"]
    done = subprocess.run(
        command, cwd=root, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1, done.stderr
    verdicts = [check["verdict"] for check in json.loads(done.stdout)["exercises"][0]["checks"]]
    assert verdicts[0] == "crashed"
