"""What the README says is so: its commands run, its screens are real, its ladder is the course's."""

from __future__ import annotations

import argparse
import importlib
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from grader import readme
from grader.commands import COMMANDS

from .conftest import COURSE, ROOT

TEXT = (ROOT / "README.md").read_text(encoding="utf-8")
TABLE = re.findall(r"^\| `(make[^`]*)` \| `python -m (grader[^`]*)` \|", TEXT, re.MULTILINE)
ENDLESS = ("serve", "watch")
"""These go on until somebody ends them; they have tests of their own, as have those that take long."""
LONG = ("check", "debug", "bench", "weights")
AT_HOME = ("live", "api", "record")
"""These need more of the repository than a learner's copy has."""

PROGRAM = "import sys; from grader.commands import main; sys.exit(main(sys.argv[2:], sys.argv[1]))"


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy to run commands in, which leave something behind."""
    root = tmp_path_factory.mktemp("clone") / "order-up"
    for room in readme.ROOMS:
        shutil.copytree(ROOT / room, root / room, ignore=shutil.ignore_patterns("__pycache__", "project"))
    return root


def test_the_screens_and_the_ladder_are_up_to_date() -> None:
    assert readme.rendered(TEXT, COURSE) == TEXT, "run `python -m grader readme`"


@pytest.mark.parametrize(("with_make", "without"), TABLE)
def test_each_command_of_the_readme_runs(with_make: str, without: str, clone: Path) -> None:
    name, *options = shlex.split(without)[1:]
    values = {part.partition("=")[2] for part in shlex.split(with_make) if "=" in part}
    assert values <= {part.partition("=")[2] if part.startswith("--") else part for part in options}, "they differ"
    if (
        name in COMMANDS and COMMANDS[name].role == "instructor"
    ) or "--into" in options:  # tried elsewhere: here they are only understood
        parser = argparse.ArgumentParser(exit_on_error=False)
        importlib.import_module(f"grader.commands.{name}").configure(parser)
        parser.parse_args(options)
        return
    if name in (*ENDLESS, *LONG):
        options = ["--help"]
    root = ROOT if name in AT_HOME else clone
    command = [sys.executable, "-c", PROGRAM, str(root), name, *options]
    done = subprocess.run(
        command,
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(ROOT), "BROWSER": "true"},
        input="y\n",
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    # 2 only where it asks first, and there is nobody at a terminal to answer.
    assert done.returncode in ((0, 1, 2) if name in ("solution", "reset") else (0, 1)), done.stdout + done.stderr
    assert (done.stdout + done.stderr).strip()
    assert "Traceback" not in done.stdout + done.stderr


def test_the_table_is_there() -> None:
    assert len(TABLE) >= 19
