"""``classroom``: write a template for learners' repositories, or release more in one that was written before."""

from __future__ import annotations

import argparse
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

from grader import assignment
from grader.commands.bringing import Note, bring, read_note
from grader.commands.choosing import chosen
from grader.commands.copying import WRITTEN, files
from grader.commands.update import told
from grader.course import Course, CourseError, Exercise

WORKFLOW = WRITTEN["order-up.yml"]
GITHUB = re.compile(r"github\.com[:/](?P<name>[\w.-]+/[\w.-]+?)(?:\.git)?/?$")
SOMEWHERE, SOME_COMMIT = "YOUR-ORGANISATION/order-up", "THE-COMMIT"
"""What stands in the workflow where the course is not at GitHub, or no clone."""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("exercise", nargs="*", default=[], metavar="EXERCISE", help="release these; left out, all")
    parser.add_argument("--into", metavar="FOLDER", help="where to write it: empty, or such a template")
    parser.add_argument("--assignment", metavar="FILE", help="release the exercises of this assignment")


def run(arguments: argparse.Namespace, course: Course) -> int:
    if not arguments.into:
        raise CourseError("Where to? For example: make classroom DEST=../order-up-student")
    root = _destination(Path(arguments.into).expanduser(), course)
    before = read_note(root)
    released, place = _released(arguments, course)
    everything = len(released) == len(course.exercises) and not arguments.assignment
    there = {one.stem for one in course.exercises if before and (root / one.stub.relative_to(course.root)).exists()}
    exercises = [one for one in course.exercises if one in released or one.stem in there]

    address, (commit, changed) = _address(course.root), _commit(course.root)
    settings = {"COURSE": address or SOMEWHERE, "COMMIT": commit or SOME_COMMIT, "ASSIGNMENT": place}
    made = files(course, exercises, settings)
    if place:
        made[place] = (course.root / place).read_bytes()
    version = f"{commit or 'unknown'}{', with changes' if changed else ''}"
    changes = bring(made, Note(version, everything or bool(before and before.everything)), root)

    print(f"{root}: {_named(exercises)}")
    if before is not None:
        print("\n".join(told(changes, course)))
    if changed:
        print(f"The course has changes without a commit: the workflow grades with {(commit or '')[:12]}, without them.")
    if not (address and commit):
        print(f"The course is not at GitHub yet: say in {WORKFLOW} where it will be, and at which commit.")
    return 0


def _destination(root: Path, course: Course) -> Path:
    """The folder to write to, which must be empty, but for git's own, or hold a template.

    Raises:
        CourseError: when it is something else.
    """
    if root.resolve().is_relative_to(course.root.resolve()):
        raise CourseError(f"{root} lies in the course itself. Choose a folder beside it: DEST=../order-up-student")
    if root.exists() and not root.is_dir():
        raise CourseError(f"{root} is a file. Choose a folder that is empty, or a template that was written before.")
    if root.exists() and read_note(root) is None and {path.name for path in root.iterdir()} - {".git"}:
        raise CourseError(f"{root} is neither empty nor a template that was written before. Choose another folder.")
    root.mkdir(parents=True, exist_ok=True)
    return root


def _released(arguments: argparse.Namespace, course: Course) -> tuple[list[Exercise], str]:
    """What is asked for, and where the assignment is in the course; empty where there is none."""
    if not arguments.assignment:
        return chosen(course, arguments.exercise), ""
    if arguments.exercise:
        raise CourseError("Name either exercises or an assignment, which names its own.")
    path = Path(arguments.assignment)
    exercises = assignment.read(path, course).exercises(course)
    if not path.resolve().is_relative_to(course.root.resolve()):
        raise CourseError(f"{path} is not in the course. Put it into its folder assignments, where workflows find it.")
    return exercises, path.resolve().relative_to(course.root.resolve()).as_posix()


def _address(root: Path) -> str | None:
    """``owner/name`` of the course at GitHub."""
    found = GITHUB.search(_git(root, "remote", "get-url", "origin") or "")
    return found["name"] if found else None


def _commit(root: Path) -> tuple[str | None, bool]:
    """The course's commit, and whether there are changes since; None where the course is no clone."""
    top, commit = _git(root, "rev-parse", "--show-toplevel"), _git(root, "rev-parse", "HEAD")
    if not (top and commit) or Path(top).resolve() != root.resolve():
        return None, False
    return commit, bool(_git(root, "status", "--porcelain", "--untracked-files=no"))


def _git(root: Path, *arguments: str) -> str | None:
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *arguments], stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.decode("utf-8", "replace").strip() if done.returncode == 0 else None


def _named(exercises: Sequence[Exercise]) -> str:
    """``12 exercises: e01 … e12``, in words for a line."""
    codes = [exercise.code for exercise in exercises]
    shown = codes if len(codes) < 13 else [*codes[:5], "…", *codes[-3:]]
    return f"{len(codes)} exercise{'s' if len(codes) != 1 else ''} released: {' '.join(shown)}"
