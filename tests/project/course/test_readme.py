"""What the README says is so: its commands run, its screens are real, its ladder is the course's."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from grader import readme

from .conftest import COURSE, ROOT

TEXT = (ROOT / "README.md").read_text(encoding="utf-8")
TABLE = re.findall(r"^\| `(make[^`]*)` \| `python -m (grader[^`]*)` \|", TEXT, re.MULTILINE)
BACKGROUND = ("serve",)
"""These go on until somebody ends them; the kitchen's own tests start and end them."""


def test_the_screens_and_the_ladder_are_up_to_date() -> None:
    assert readme.rendered(TEXT, COURSE) == TEXT, "run `python -m grader readme`"


@pytest.mark.parametrize(("with_make", "without"), TABLE)
def test_each_command_of_the_readme_runs(with_make: str, without: str) -> None:
    variables = re.findall(r"(\w+)=(\S+)", with_make)
    options = without.split()[2:]
    assert {value for _, value in variables} <= {*options}, "the two columns say different things"
    if (options == [] and without.split()[1] in BACKGROUND) or without.split()[1] in ("check", "debug"):
        options = ["--help"]
    command = [sys.executable, "-m", "grader", without.split()[1], *options]
    done = subprocess.run(
        command, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode in (0, 1), done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr


def test_the_table_is_there() -> None:
    assert len(TABLE) >= 9
