"""A live run: the same checks, against servers that are up, with nothing kept."""

from __future__ import annotations

import subprocess
import sys

from .conftest import ROOT, WITHOUT_MODEL


def live(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "grader", "live", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)


def test_what_is_right_passes_live() -> None:
    """Every exercise, in a world of its own: seed 23 is nobody's recording."""
    done = live(*(exercise.code for exercise in WITHOUT_MODEL), "--room", "solutions", "--seed", "23")
    assert done.returncode == 0, done.stdout + done.stderr
    count = len(WITHOUT_MODEL)
    assert f"{count} of {count} exercises done" in done.stdout
    assert "That was live" in done.stdout


def test_what_is_left_out_is_not_called_done() -> None:
    page = live("e12", "--room", "solutions").stdout
    assert "All that was run passes." in page
    assert "DONE" not in page


def test_an_untouched_stub_fails_live() -> None:
    done = live("e06")
    assert done.returncode == 1
    assert "TODO 1: send the order as JSON" in done.stdout
