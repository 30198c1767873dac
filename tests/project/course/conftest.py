"""Every way in which the course is graded, run once, side by side, as processes; the tests read their reports."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from grader.commands.weights import needs_model
from grader.course import Course
from grader.report import CheckResult, Report

ROOT = Path(__file__).resolve().parents[3]
COURSE = Course(ROOT)
WITHOUT_MODEL = [exercise for exercise in COURSE.exercises if not needs_model(exercise)]
"""What can be recorded, or run live, where there is no language model."""

PROGRAM = """
import json, sys
from pathlib import Path
from grader.commands.weights import needs_model
from grader.course import Course
from grader.run import grade
options = json.loads(sys.argv[1])
course = Course(Path(sys.argv[2]))
report = grade(course, course.exercises, incomplete=False, **options)
print(json.dumps(report.to_json()))
"""

# vcrpy asks pytest to rewrite a module of its own that is already there: not a warning about anybody's code.
STRICT = ["-W", "error", "-W", "ignore::pytest.PytestAssertRewriteWarning"]

WAYS: dict[str, dict[str, object]] = {
    "stubs": {},
    "solutions": {"room": "solutions"},
    "solutions inline": {"room": "solutions", "inline": True, "pytest_arguments": STRICT},
    "solutions in random order": {
        "room": "solutions",
        "pytest_arguments": ["-p", "random_order.plugin", "--random-order-bucket=global", "--random-order-seed=20"],
    },
    "solutions, workers started anew": {"room": "solutions", "pytest_arguments": ["--spawn"]},
    "mistakes": {"pytest_arguments": ["--variants=mistakes"]},
    "alternatives": {"pytest_arguments": ["--variants=alternatives"]},
    "alternatives inline": {"inline": True, "pytest_arguments": ["--variants=alternatives", *STRICT]},
}


@pytest.fixture(scope="session")
def poison(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment that would steer every request elsewhere, if the worker let it in."""
    netrc = tmp_path_factory.mktemp("home") / ".netrc"
    netrc.write_text("default login poison password poison\n", encoding="utf-8")
    netrc.chmod(0o600)
    proxy = "http://127.0.0.1:9"
    return {
        **os.environ,
        "NETRC": str(netrc),
        "HOME": str(netrc.parent),
        **dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "ALL_PROXY"), proxy),
        "REQUESTS_CA_BUNDLE": str(netrc),
        "PYTHONHASHSEED": "7",
    }


@pytest.fixture(scope="session")
def reports(poison: dict[str, str]) -> dict[str, Report]:
    """The report of each way. They run at the same time: that keeps two cores busy."""
    started = {
        name: subprocess.Popen(
            [sys.executable, "-c", PROGRAM, json.dumps(options), str(ROOT)],
            cwd=ROOT,
            env=poison,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for name, options in WAYS.items()
    }
    return {name: _report(name, process) for name, process in started.items()}


def _report(name: str, process: subprocess.Popen[str]) -> Report:
    output, complaint = process.communicate(timeout=900)
    assert process.returncode == 0, f"{name}: {complaint}"
    return Report.from_json(json.loads(output))


def told(check: CheckResult) -> str:
    """All that a learner is told when a check fails."""
    assert check.problem is not None
    return "\n".join([check.problem.summary, *check.problem.details])
