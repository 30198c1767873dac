"""``check``: its parts of the tests are all of the tests."""

from __future__ import annotations

from pathlib import Path

from grader.commands.check import TESTS

PROJECT = Path(__file__).resolve().parents[1]


def test_every_folder_of_tests_is_in_one_part() -> None:
    folders = sorted(path.name for path in PROJECT.iterdir() if path.is_dir() and any(path.glob("test_*.py")))
    assert sorted(folder for part in TESTS.values() for folder in part) == folders
