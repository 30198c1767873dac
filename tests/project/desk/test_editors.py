"""Editors: the test explorer shows an item per check, and nothing that a learner can't run."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from grader.course import Course

from .conftest import ROOT, environment


def read(path: str) -> Any:
    """A JSON file with comments, as editors read it."""
    text = (ROOT / path).read_text(encoding="utf-8")
    return json.loads(re.sub(r"^\s*//.*$", "", text, flags=re.MULTILINE))


def collected(*arguments: str, folder: Path = ROOT) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider", *arguments],
        cwd=folder,
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return {line for line in done.stdout.splitlines() if "::" in line}


def checks() -> set[str]:
    found = set()
    for exercise in Course(ROOT).exercises:
        tree = ast.parse(exercise.checks.read_bytes())
        place = exercise.checks.relative_to(ROOT).as_posix()
        names = [node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]
        found |= {f"{place}::{name}" for name in names}
    return found


def plain(item: str) -> str:
    return item.partition("[")[0]


SETTINGS = read(".vscode/settings.json")


@pytest.mark.parametrize(
    "arguments", [(), ("tests",), (".",), tuple(SETTINGS["python.testing.pytestArgs"])], ids=lambda each: " ".join(each)
)
def test_an_explorer_shows_the_checks_and_nothing_else(arguments: tuple[str, ...]) -> None:
    assert {plain(item) for item in collected(*arguments)} == checks()


def test_the_projects_own_tests_run_when_they_are_named() -> None:
    assert collected("tests/project/desk/test_editors.py")


def test_the_settings() -> None:
    assert SETTINGS["python.testing.pytestEnabled"] is True
    assert SETTINGS["python.testing.unittestEnabled"] is False
    assert SETTINGS["python.defaultInterpreterPath"] == "${workspaceFolder}/.venv/bin/python"
    assert "ms-python.python" in read(".vscode/extensions.json")["recommendations"]


def test_the_container_sets_up_by_a_command_that_ends_well() -> None:
    container = read(".devcontainer/devcontainer.json")
    assert container["postCreateCommand"] == "python3 -m grader look"
    version = re.fullmatch(r"python:3\.(\d+)", container["image"])
    assert version
    assert int(version[1]) >= 11
    wanted = container["customizations"]["vscode"]["extensions"]
    assert wanted == read(".vscode/extensions.json")["recommendations"]
