"""Bringing a newer copy of the course into a learner's: what is theirs stays as it is.

``.order-up-course`` notes which course a copy was made from, and the id of each file as it was shipped, as git has it.
A file that is still so is replaced. Of a stub or a setting that was changed, the changed one stays, and the new one is
put beside it in ``.order-up/new/``. What is the course's (engine, checks, lessons …) is replaced, and a changed
one kept in ``.order-up/backups/``. What was already brought is left alone: an interrupted run can be run again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from grader import stubs
from grader.course import CourseError

NOTE = ".order-up-course"
SHIPPED = "exercises/.shipped"
NEW = ".order-up/new"
BACKUPS = ".order-up/backups"


@dataclass(frozen=True)
class Note:
    """Where a copy of the course comes from."""

    course: str
    """The commit, and “with changes” where there were some; ``unknown`` where the course is no clone."""
    everything: bool
    """Whether all exercises of the course are released in it, those that are still to come, too."""
    files: Mapping[str, str] = field(default_factory=dict)
    """The ids of the files as they were shipped, by their places."""

    def encode(self) -> bytes:
        data = {"course": self.course, "everything": self.everything, "files": dict(sorted(self.files.items()))}
        return (json.dumps(data, indent=1) + "\n").encode("utf-8")


@dataclass
class Changes:
    """What a run did; places with forward slashes."""

    new: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    """The learner's, whose new version now is in ``.order-up/new/``."""
    backups: list[str] = field(default_factory=list)
    """The course's, which the learner had changed: that version is in ``.order-up/backups/``."""


def read_note(root: Path) -> Note | None:
    """The note of the copy in a folder; None where there is none.

    Raises:
        CourseError: when it can't be read.
    """
    try:
        data = json.loads((root / NOTE).read_bytes())
        files = {str(place): str(identity) for place, identity in data["files"].items()}
        return Note(str(data["course"]), bool(data["everything"]), files)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise CourseError(f"{root / NOTE} can't be read. `git checkout -- {NOTE}` there brings it back.") from None


def bring(files: Mapping[str, bytes], note: Note, root: Path) -> Changes:
    """Bring these files into a learner's copy, or into an empty folder.

    Args:
        files: the newer copy, without its note.
        note: where it comes from; the ids of the files are reckoned here.
        root: the folder of the older copy.

    Raises:
        CourseError: when a file can't be written; what was brought so far is whole, and the rest as it was.
    """
    before = read_note(root)
    if before is None:
        before = Note(note.course, note.everything)
        _put(root, NOTE, before.encode())  # so that it can be known again if this is interrupted
    changes = Changes()
    for place, content in files.items():
        if place != SHIPPED:
            _bring(place, content, before, root, changes)
    _remove(files, before, root, changes)
    listed = _listed(files, root)
    if _read(root, SHIPPED) != listed:
        _put(root, SHIPPED, listed)
    ids = {place: stubs.blob_id(content) for place, content in files.items() if place != SHIPPED}
    yours = {place: before.files.get(place, "") for place in ids if not _same(_read(root, place), files[place])}
    known = {place: identity for place, identity in before.files.items() if _read(root, place) is not None}
    made = Note(note.course, note.everything, {**known, **ids, **yours}).encode()
    if _read(root, NOTE) != made:
        _put(root, NOTE, made)
    return changes


def is_stub(place: str) -> bool:
    return place.startswith("exercises/") and place.endswith(".py")


def is_the_courses(place: str) -> bool:
    """Whether a file is the course's, so that a learner's copy has to have it as the course has it."""
    if place.startswith("exercises/"):
        return not is_stub(place)
    inside = ("grader/", "tests/", "cassettes/", "requirements/", "docs/", "assignments/")
    return place.startswith(inside) or place in ("Makefile", "LICENSE", "pyproject.toml", ".gitattributes")


def _bring(place: str, content: bytes, before: Note, root: Path, changes: Changes) -> None:
    here = _read(root, place)
    if _same(here, content):
        return
    if here is None:
        _put(root, place, content)
        changes.new.append(place)
    elif stubs.blob_id(here) == before.files.get(place):
        _put(root, place, content)
        changes.replaced.append(place)
    elif is_the_courses(place):
        _keep(root, place, here)
        _put(root, place, content)
        changes.backups.append(place)
    elif before.files.get(place) != stubs.blob_id(content) and not _same(_read(root, f"{NEW}/{place}"), content):
        _put(root, f"{NEW}/{place}", content)
        changes.beside.append(place)


def _remove(files: Mapping[str, bytes], before: Note, root: Path, changes: Changes) -> None:
    """Remove what the course has no longer: of the engine, and of the exercises that were brought. Nothing changed."""
    stems = {Path(place).stem for place in files if is_stub(place)}
    for place, identity in before.files.items():
        rooms = {part.removeprefix("test_").removesuffix(".py") for part in place.split("/")}
        ours = place.startswith("grader/") or (place.startswith(("tests/", "cassettes/")) and rooms & stems)
        here = _read(root, place) if ours and place not in files else None
        if here is not None and stubs.blob_id(here) == identity:
            _place(root, place).unlink(missing_ok=True)
            changes.removed.append(place)


def _listed(files: Mapping[str, bytes], root: Path) -> bytes:
    """``exercises/.shipped`` with the exercises of both. For a stub that stays as the learner changed it, it goes on
    saying how that one was shipped: git can bring that back, and then it can be replaced.
    """
    ids = dict(stubs.shipped(root))
    for line in files[SHIPPED].decode("utf-8").splitlines():
        identity, key = line.split(maxsplit=1)
        place = f"exercises/{key}"
        if key not in ids or _same(_read(root, place), files[place]):
            ids[key] = identity
    return "".join(f"{identity}  {key}\n" for key, identity in sorted(ids.items())).encode("utf-8")


def _same(here: bytes | None, there: bytes) -> bool:
    """Whether both are the same for git, whichever line ends they have in the working copy."""
    return here is not None and stubs.blob_id(here) == stubs.blob_id(there)


def _keep(root: Path, place: str, content: bytes) -> None:
    for number in range(1, 1000):
        kept = f"{BACKUPS}/{place}{f'.{number}' if number > 1 else ''}"
        there = _read(root, kept)
        if there is None:
            _put(root, kept, content)
        if there is None or there == content:
            return
    raise CourseError(f"{place} was changed and can't be kept: there are too many copies in {BACKUPS}.")


def _read(root: Path, place: str) -> bytes | None:
    try:
        return _place(root, place).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise CourseError(f"{place} can't be read ({(error.strerror or str(error)).lower()}).") from None


def _put(root: Path, place: str, content: bytes) -> None:
    """Write a file in one step: whenever this is interrupted there is the old one or the new one, whole."""
    path = _place(root, place)
    made = path.with_name(f".{path.name}.brought")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        made.write_bytes(content)
        os.replace(made, path)
    except OSError as error:
        made.unlink(missing_ok=True)
        raise CourseError(f"{path} can't be written ({(error.strerror or str(error)).lower()}).") from None


def _place(root: Path, place: str) -> Path:
    """Where a file is; never outside of the folder, whatever a note or a link says."""
    path = root / place
    if ".." in Path(place).parts or not path.parent.resolve().is_relative_to(root.resolve()):
        raise CourseError(f"{place} leads out of {root}: nothing is written there.")
    return path
