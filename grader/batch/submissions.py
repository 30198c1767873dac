"""What was handed in: found in a folder, and read without following or believing anything in it.

A submission is a folder or a zip, of the whole repository or of its ``exercises/`` alone. Its name is the learner's:
``alice``, ``alice.zip``; who hands in several times appends the moment: ``alice@2027-02-05T18-03.zip``.
"""

from __future__ import annotations

import datetime
import os
import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.batch import layout, names
from grader.batch.contents import SUBMISSION, Contents, Entry, Folder, Refused, Zip, open_regular, reason, shown
from grader.course import STEM, Course, CourseError

NOTES = 12
"""Sentences on one submission; what is more is counted."""


@dataclass(frozen=True)
class Handed:
    """Something that was handed in; nothing of it has been read."""

    learner: str
    path: Path
    moment: datetime.datetime
    """When, with its offset."""
    moment_from: str
    """``its name``, ``the times file`` or ``the file's own time``."""
    person: str = ""
    """The full name, where what was handed in tells it."""
    identifier: str = ""
    """The learning platform's number for the learner, where what was handed in tells it."""
    notes: tuple[str, ...] = ()
    """What was recognised or odd in its name."""

    @property
    def attempt(self) -> str:
        """The name of this one among the learner's."""
        return self.path.name


@dataclass(frozen=True)
class Submission:
    """The learner's files, in memory."""

    files: Mapping[str, bytes]
    """By the exercise's stem: only files of exercises that the course has, and only those that are there."""
    notes: tuple[str, ...] = ()
    """What was refused, missing or odd: a sentence each, with the place and what to do."""
    usable: bool = True
    """False when there is nothing to grade in it; the notes say why."""


def find(folder: Path, times: Mapping[str, datetime.datetime] | None = None) -> list[Handed]:
    """What lies in a folder of submissions, by learner and moment.

    Raises:
        CourseError: when there is no such folder, or nothing in it.
    """
    try:
        items = sorted(os.listdir(folder))
    except OSError as error:
        raise CourseError(f"The folder of submissions {folder} can’t be opened: {reason(error)}.") from None
    found = [
        _handed(folder / item, times or {})
        for item in items
        if not item.startswith(".") and item != "__MACOSX" and not item.endswith((".csv", ".toml", ".yml", ".json"))
    ]
    if not found:
        raise CourseError(f"Nothing was handed in: the folder of submissions {folder} is empty.")
    return sorted(found, key=lambda handed: (handed.learner.casefold(), handed.moment, handed.attempt))


def _handed(path: Path, times: Mapping[str, datetime.datetime]) -> Handed:
    named = names.understood(path.name)
    given = times.get(path.name) or times.get(named.learner)
    if named.moment:
        moment, where = named.moment, "its name"
    elif given:
        moment, where = given, "the times file"
    else:
        moment, where = _own_time(path), "the file's own time"
    return Handed(named.learner, path, moment, where, named.person, named.identifier, named.notes)


def _own_time(path: Path) -> datetime.datetime:
    """When a zip was last written; of a folder, its newest exercise."""
    times: list[float] = []
    try:
        times.append(path.lstat().st_mtime)
        if path.is_dir() and not path.is_symlink():
            entries = [entry for entry in Folder(path).entries if not entry.problem]
            own = [entry.place for entry in entries if STEM.fullmatch(entry.name.removesuffix(".py"))]
            times = [os.lstat(place).st_mtime for place in own] or times
    except (OSError, Refused):
        pass
    try:
        return datetime.datetime.fromtimestamp(max(times)).astimezone()
    except (ValueError, OverflowError, OSError):
        return datetime.datetime.now().astimezone()


def read(path: Path, course: Course) -> Submission:
    """Read one submission. Never raises for what a learner can have caused."""
    try:
        if stat.S_ISDIR(path.lstat().st_mode):
            contents: Contents = Folder(path)
            inner = [entry for entry in contents.entries if entry.name.lower().endswith(".zip") and not entry.problem]
            if len(inner) == 1 and not layout.candidates(contents.entries, course):
                return _read_zip(inner[0].place, course)
            return _read(contents, course)
        return _read_zip(path, course)
    except Refused as refused:
        return Submission({}, (f"{shown(path.name)} {refused}.",), usable=False)
    except OSError as error:
        return Submission({}, (f"{shown(path.name)} can’t be read: {reason(error)}.",), usable=False)


def _read_zip(path: str | Path, course: Course) -> Submission:
    with open_regular(path) as file:
        return _read(Zip(file, os.fstat(file.fileno()).st_size), course)


def _read(contents: Contents, course: Course) -> Submission:
    files: dict[str, bytes] = {}
    taken: dict[str, Entry] = {}
    notes = list(contents.notes)
    left = SUBMISSION
    exercises = {exercise.stem: exercise for exercise in course.exercises}
    for stem, entries in layout.candidates(contents.entries, course).items():
        best = [
            entry
            for entry in entries
            if layout.likelihood(entry, exercises[stem]) == layout.likelihood(entries[0], exercises[stem])
        ]
        try:
            if best[0].problem:
                raise Refused(best[0].problem)
            content = contents.read(best[0])
            if any(contents.read(other) != content for other in best[1:]):
                raise Refused(f"is there twice, and {best[1].shown} differs. Ask which one counts")
            left -= len(content)
            if left < 0:
                raise Refused("was left out: the files before it are too large together")
            files[stem], taken[stem] = content, best[0]
        except Refused as refused:
            notes.append(f"{best[0].shown} {refused}.")
    notes += layout.oddities(taken, course)
    notes += layout.near(contents.entries, files, course)
    if not files:
        first = course.exercises[0] if course.exercises else None
        wanted = f", such as {first.stub.relative_to(course.root).as_posix()}" if first else ""
        notes.append(f"There is no exercise in it that can be read{wanted}.")
    return Submission(files, _few(notes), usable=bool(files))


def _few(notes: Sequence[str]) -> tuple[str, ...]:
    return (*notes[:NOTES], *([f"And {len(notes) - NOTES} more such lines."] if len(notes) > NOTES else []))
