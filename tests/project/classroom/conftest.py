"""A small course in a clone of its own, made of real exercises, and the template that is written from it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from grader import commands, stubs
from grader.course import Course

ROOT = Path(__file__).resolve().parents[3]

TAKEN = ("e01", "e02", "e03", "e06", "e21")
"""Calls, a body, and one with props."""

WEEKS = {
    "week1": 'title = "Week 1"\nexercises = ["e01", "e02"]\n',
    "week2": 'title = "Week 2"\nexercises = ["e03", "e06"]\npoints = 10\n',
}

BESIDE = ("Makefile", "LICENSE", "pyproject.toml", ".gitignore", ".gitattributes", ".editorconfig")
WHOLE = ("grader", "requirements", ".devcontainer", ".vscode")


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The course as an instructor has it: engine, solutions, mistakes, something of the kitchen; one commit."""
    root = tmp_path_factory.mktemp("whole") / "order-up"
    for name in WHOLE:
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    for exercise in Course(ROOT).exercises:
        if exercise.code in TAKEN:
            rooms = (exercise.solution, exercise.checks, exercise.variants, exercise.cassettes, exercise.topic.lesson)
            for path in (exercise.stub, *rooms):
                _copy(path, root)
    for name in (*BESIDE, "docs/api.html", "docs/openapi.json", "kitchen/__init__.py", "README.md"):
        _copy(ROOT / name, root)
    (root / "docs" / "instructors.md").write_text("# For instructors\n")
    (root / "docs" / "defence").mkdir()
    (root / "docs" / "defence" / "t01.md").write_text("# Questions\n")
    (root / "assignments").mkdir()
    for name, text in WEEKS.items():
        (root / "assignments" / f"{name}.toml").write_text(text)
    stubs.write(Course(root))
    commit(root, first=True)
    git(root, "remote", "add", "origin", "git@github.com:a-school/order-up.git")
    return root


@pytest.fixture
def course(whole: Path, tmp_path: Path) -> Course:
    shutil.copytree(whole, tmp_path / "order-up", symlinks=True)
    return Course(tmp_path / "order-up")


def template(course: Course, into: Path, *arguments: str) -> Path:
    """What ``classroom`` writes."""
    assert commands.main(["classroom", f"--into={into}", *arguments], str(course.root)) == 0
    return into


def week(course: Course, number: int) -> str:
    return f"--assignment={course.root / 'assignments' / f'week{number}.toml'}"


def clone(source: Path, into: Path) -> Path:
    git(source.parent, "clone", "-q", str(source), str(into))
    return into


def commit(root: Path, *, first: bool = False) -> None:
    if first:
        git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "a commit")


def git(root: Path, *arguments: str) -> str:
    who = ["-c", "user.name=Tester", "-c", "user.email=tester@example.org", "-c", "commit.gpgsign=false"]
    command = ["git", "-C", str(root), *who, *arguments]
    return subprocess.run(command, check=True, capture_output=True, env=environment(), encoding="utf-8").stdout.strip()


def with_packages(root: Path) -> Path:
    """Let a copy find what is installed here in its ``.venv``, as if its set-up had been done; its Python."""
    if os.name != "posix" or not (Path(sys.prefix) / "order-up" / "learner.txt").exists():
        pytest.skip("the tests don't run in a .venv that set-up made")
    (root / ".venv").symlink_to(sys.prefix)
    return root / ".venv" / "bin" / "python"


def environment(**variables: str) -> dict[str, str]:
    """Ours without what would change a run: make's variables, git's, those of a workflow, those of a run around it."""
    left_out = ("MAKE", "ORDER_UP_", "PYTEST_", "GIT_", "GITHUB_", "PYTHONPATH", "BROWSER", "DISPLAY", "WAYLAND")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(left_out)}
    return {**kept, "PYTHONUTF8": "1", **variables}


def contents(root: Path) -> dict[str, bytes]:
    """All files of a folder, without git's and what runs leave behind."""
    left_out = {".git", ".venv", "__pycache__", ".order-up"}
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and not left_out & set(path.relative_to(root).parts)
    }


def solve(root: Path, course: Course, code: str) -> Path:
    """Put the solution in the place of a learner's stub."""
    exercise = course.find(code)[0]
    path = root / exercise.stub.relative_to(course.root)
    shutil.copy(exercise.solution, path)
    return path


def _copy(path: Path, root: Path) -> None:
    target = root / path.relative_to(ROOT)
    target.parent.mkdir(parents=True, exist_ok=True)
    if path.is_dir():
        shutil.copytree(path, target, ignore=shutil.ignore_patterns("__pycache__"))
    elif path.exists():
        shutil.copy(path, target)
