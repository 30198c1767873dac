"""``classroom50``: what an instructor puts into a ``classroom50`` repository, to have an assignment graded there."""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from grader import assignment as assignments
from grader.assignment import Assignment
from grader.course import Course, CourseError
from grader.doors import bundle

TEMPLATES = Path(__file__).resolve().parents[1] / "templates" / "classroom50"
SETTING_UP, CHECKING = 600, 180
"""Seconds: to install what is needed, and to grade an exercise. Classroom 50 allows 600 at most."""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--assignment", type=Path, metavar="TOML", help="which exercises (default: all)")
    parser.add_argument("--into", type=Path, metavar="DIR", help="a new folder, or one that this command has made")


def run(arguments: argparse.Namespace, course: Course) -> int:
    into: Path | None = arguments.into
    if into is None:
        raise CourseError("Say where to: `make classroom50 DEST=../week3-classroom50`.")
    file: Path | None = arguments.assignment
    assignment = assignments.read(file, course) if file else assignments.everything(course)
    _look_at(assignment, course)
    files = bundle.contents(course, assignment, file)  # now: the assignment may lie in what is made anew
    _make_room(into)
    _build(course, assignment, into, files)
    count, points = len(assignment.stems), int(assignment.out_of(course))
    print(f"{into}: an autograder for {count} exercises, {points} points. {into / 'README.md'} says where it goes.")
    return 0


def _look_at(assignment: Assignment, course: Course) -> None:
    """Refuse what Classroom 50 can't take."""
    points = assignment.out_of(course)
    if points != int(points):
        raise CourseError(
            f"Classroom 50 counts in whole points: write points = {round(points)}, not {float(points):g}."
        )


def _make_room(into: Path) -> None:
    """An empty folder, or what an earlier run has made, without it."""
    if into.is_dir() and (into / "bundle" / "grader").is_dir() and (into / "tests.json").is_file():
        shutil.rmtree(into / "bundle")
    elif into.exists() and (not into.is_dir() or any(into.iterdir())):
        raise CourseError(f"{into} is there already, and was not made by this command. Name a new folder.")
    into.mkdir(parents=True, exist_ok=True)


def _build(course: Course, assignment: Assignment, into: Path, files: Mapping[str, bytes]) -> None:
    """Write the folder: the bundle's files, its two ways to be started, and how to install them."""
    for place, content in files.items():
        target = into / "bundle" / place
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    shutil.copyfile(TEMPLATES / "start.py", into / "autograder.py")
    shutil.copyfile(TEMPLATES / "start.py", into / "bundle" / "check.py")
    shutil.copyfile(TEMPLATES / "runtime.json", into / "runtime.json")
    tests = json.dumps(tests_of(course, assignment), indent=2, ensure_ascii=False)
    (into / "tests.json").write_text(tests + "\n", encoding="utf-8")
    readme = (TEMPLATES / "README.md").read_text(encoding="utf-8")
    values = {
        "title": assignment.title.replace('"', "'"),
        "version": _version(course),
        "exercises": str(len(assignment.stems)),
        "points": str(int(assignment.out_of(course))),
    }
    for name, value in values.items():
        readme = readme.replace(f"{{{name}}}", value)
    (into / "README.md").write_text(readme, encoding="utf-8")


def tests_of(course: Course, assignment: Assignment) -> list[dict[str, Any]]:
    """The declarative tests: one that installs what is needed, and one for each exercise."""
    command = 'python3 "$CLASSROOM50_BUNDLE_DIR/check.py"'
    tests: list[dict[str, Any]] = [
        {"name": "setup", "type": "run", "run": command, "timeout": SETTING_UP, "points": 0},
    ]
    for exercise in assignment.exercises(course):
        name, run = f"{exercise.code} · {exercise.title}", f"{command} {exercise.code}"
        tests.append({"name": name, "type": "run", "run": run, "timeout": CHECKING, "points": exercise.points})
    return tests


def _version(course: Course) -> str:
    """Which state of the course this is, in words: ``, commit 0123abcd``; empty where that is not known."""
    command = ["git", "-C", str(course.root), "rev-parse", "--short=12", "HEAD"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return f", commit {done.stdout.strip()}" if done.returncode == 0 else ""
