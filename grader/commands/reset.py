"""``reset``: bring a stub back as it was shipped. What was written is kept: first the backup, then the stub."""

from __future__ import annotations

import argparse
import contextlib
import datetime
import os
import subprocess
import tempfile
from pathlib import Path

from grader import stubs
from grader.commands.choosing import add_exercises, the_one
from grader.commands.confirming import confirmed
from grader.course import Course, CourseError, Exercise
from grader.faces.calling import how_to


def configure(parser: argparse.ArgumentParser) -> None:
    add_exercises(parser, several=False)
    parser.add_argument("--yes", action="store_true", help="don't ask")


def run(arguments: argparse.Namespace, course: Course) -> int:
    if not arguments.exercise:
        raise CourseError(f"Which exercise? For example: {how_to('reset', 'e02')}")
    exercise = the_one(course, arguments.exercise)
    stub = exercise.stub.relative_to(course.root).as_posix()
    if stubs.is_untouched(exercise):
        print(f"{stub} is as it was shipped: there is nothing to bring back.")
        return 0
    shipped = original(exercise)
    there = exercise.stub.exists()
    if there and not confirmed(f"Bring {exercise.code} back as it was shipped? Yours is kept.", yes=arguments.yes):
        print("Nothing was changed.")
        return 0
    kept = keep(exercise) if there else None
    replace(exercise.stub, shipped)
    if kept is not None:
        print(f"Kept yours: {kept.relative_to(course.root).as_posix()}")
    print(f"Brought back: {stub}")
    return 0


def original(exercise: Exercise) -> bytes:
    """The stub as it was shipped, from git's store.

    Raises:
        CourseError: when git can't give it, with what helps.
    """
    place = f"{exercise.topic.name}/{exercise.stem}.py"
    identity = stubs.shipped(exercise.root).get(place)
    if identity is None:
        raise CourseError(f"exercises/.shipped has no line for {place}, so nobody knows how it was shipped.")
    helps = f"Copy exercises/{place} from a fresh clone of Order Up instead."
    try:
        done = subprocess.run(
            ["git", "-C", str(exercise.root), "cat-file", "blob", identity],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=30,
            check=False,
        )
    except FileNotFoundError:
        raise CourseError(f"git is not installed, and it has the stub as it was shipped. {helps}") from None
    except (OSError, subprocess.TimeoutExpired) as error:
        raise CourseError(f"git could not be started ({error}). {helps}") from None
    if done.returncode != 0 or stubs.blob_id(done.stdout) != identity:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        reason = said[0].rstrip(".") if said else "what it gave is something else"
        raise CourseError(f"git can't give the stub as it was shipped ({reason}). {helps}")
    return done.stdout


def keep(exercise: Exercise) -> Path:
    """A dated copy of the learner's file, on the disk for good before this returns.

    Raises:
        CourseError: when it can't be kept; nothing has been changed then.
    """
    folder = exercise.root / ".order-up" / "backups"
    moment = datetime.datetime.now().strftime("%Y-%m-%d_%H-%M-%S")
    try:
        content = exercise.stub.read_bytes()
        folder.mkdir(parents=True, exist_ok=True)
        for number in range(1, 1000):
            path = folder / f"{exercise.stem}_{moment}{f'_{number}' if number > 1 else ''}.py"
            with contextlib.suppress(FileExistsError), path.open("xb") as file:
                file.write(content)
                _to_disk(file.fileno())
                _folder_to_disk(folder)
                return path
    except OSError as error:
        raise CourseError(f"Nothing was changed: yours could not be kept in {folder} ({_reason(error)}).") from error
    raise CourseError(f"Nothing was changed: there are too many copies in {folder}.")


def replace(path: Path, content: bytes) -> None:
    """Put the content in the place of a file in one step: there is always a whole file of that name.

    Raises:
        CourseError: when it can't be written; the file is as it was then.
    """
    target = path.resolve()  # a link stays one
    temporary = None
    try:
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            _to_disk(file.fileno())
        os.chmod(temporary, target.stat().st_mode & 0o777 if target.exists() else 0o644)
        os.replace(temporary, target)
        _folder_to_disk(target.parent)
    except BaseException as error:
        if temporary is not None:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
        if isinstance(error, OSError):
            raise CourseError(f"{path.name} could not be written ({_reason(error)}); it is as it was.") from error
        raise


def _to_disk(handle: int) -> None:
    os.fsync(handle)


def _folder_to_disk(folder: Path) -> None:
    """The name of a new file, too; where a system can't do that, it needn't be done."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
