"""What was handed in: found in a folder, and read without following or believing anything in it.

A submission is a folder or a zip, of the whole repository or of its ``exercises/`` alone. Its name is the learner's:
``alice``, ``alice.zip``; who hands in several times appends the moment: ``alice@2027-02-05T18-03.zip``.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import os
import re
import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader import stubs
from grader.batch import layout, names
from grader.batch.contents import (
    SUBMISSION,
    Contents,
    Entry,
    Folder,
    Refused,
    Zip,
    is_of_use,
    open_regular,
    reason,
    shown,
)
from grader.batch.exported import Submitter, submitters
from grader.course import STEM, TOPIC, Course, CourseError

NOTES = 12
"""Sentences on one submission; what is more is counted."""
MOST_COPIES = 8
"""Equally likely files for one exercise that are compared."""
BESIDE = (".csv", ".toml", ".yml", ".yaml", ".json", ".md", "thumbs.db", "desktop.ini")
"""How files end that are no submissions: rosters, times, assignments."""
OTHER_ENDING = re.compile(r"\.((tar\.)?(gz|bz2|xz|zst)|tgz|tar|7z|rar|py|ipynb|txt|pdf|docx?|html?)$", re.IGNORECASE)
INTO_A_FOLDER = "Put what is in it into a folder with the learner’s name"


@dataclass(frozen=True)
class Handed:
    """Something that was handed in; nothing of it has been read."""

    learner: str
    path: Path
    moment: datetime.datetime
    """When, with its offset."""
    moment_from: str
    """``its name``, ``the times file``, ``Gradescope’s export`` or ``the file's own time``."""
    person: str = ""
    """The full name, where what was handed in tells it."""
    identifier: str = ""
    """The learning platform's number for the learner, where what was handed in tells it."""
    email: str = ""
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


def find(
    folder: Path, times: Mapping[str, datetime.datetime] | None = None, *, course: Course | None = None
) -> list[Handed]:
    """What lies in a folder of submissions, by learner and moment.

    Args:
        folder: the folder.
        times: when things were handed in, by learner or by the name of what was handed in; what the name itself says
            comes first.
        course: with it, a folder's own time is that of its newest exercise that isn't the shipped stub any more.

    Raises:
        CourseError: when there is no such folder, or nothing in it.
    """
    items = _items(folder)
    exported, complaint = submitters(folder)
    known = {name.casefold(): moment for name, moment in (times or {}).items()}
    found = [one for item in items for one in _handed(folder / item, exported.get(item, []), known, course)]
    if complaint:
        found = [dataclasses.replace(one, notes=(*one.notes, complaint)) for one in found]
    return sorted(_alike(found), key=lambda one: (one.learner.casefold(), one.moment, one.attempt))


def _items(folder: Path) -> list[str]:
    """The names of what was handed in. What instructors keep beside it, and what systems leave there, is nobody's."""
    try:
        items = sorted(os.listdir(folder))
    except NotADirectoryError:
        raise CourseError(f"{folder} is a file. Unpack it, and say which folder the submissions are in.") from None
    except FileNotFoundError:
        raise CourseError(f"There is no folder of submissions {folder}.") from None
    except OSError as error:
        raise CourseError(f"The folder of submissions {folder} can’t be opened: {reason(error)}.") from None
    inside = [item for item in items if item == "exercises" or TOPIC.fullmatch(item)]
    if inside:
        raise CourseError(
            f"{folder} looks like one submission, since it holds {inside[0]}. Say which folder holds the submissions, "
            "with a folder or a zip for each learner."
        )
    items = [item for item in items if is_of_use(item) and not item.lower().endswith(BESIDE)]
    if not items:
        raise CourseError(f"Nothing was handed in: {folder} holds no folder and no zip, such as alice or alice.zip.")
    return items


def _handed(
    path: Path, group: Sequence[Submitter], times: Mapping[str, datetime.datetime], course: Course | None
) -> list[Handed]:
    """What lies at a path: once for each of those who handed it in together."""
    if group:
        people = ", ".join(one.name or one.email for one in group)
        note = f"Handed in on Gradescope by {people}."
        named = [
            names.Named(names.safe(one.email or one.name), one.moment, one.name, one.number, one.email, (note,))
            for one in group
        ]
    else:
        named = [names.understood(path.name)]
    return [_timed(path, one, "Gradescope’s export" if group else "its name", times, course) for one in named]


def _timed(
    path: Path, named: names.Named, source: str, times: Mapping[str, datetime.datetime], course: Course | None
) -> Handed:
    given = times.get(path.name.casefold()) or times.get(named.learner.casefold())
    notes = named.notes
    if named.moment:
        moment = named.moment
    elif given:
        moment, source = given, "the times file"
    else:
        moment, source = _own_time(path, course), "the file's own time"
        if times:
            notes = (*notes, f"The times file has no line for {named.learner}, so the file’s own time counts.")
    return Handed(named.learner, path, moment, source, named.person, named.identifier, named.email, notes)


def _own_time(path: Path, course: Course | None) -> datetime.datetime:
    """When a file was last written; of a folder, its newest exercise that somebody has worked on."""
    when = datetime.datetime.now().timestamp()
    try:
        when = path.lstat().st_mtime
        if stat.S_ISDIR(path.lstat().st_mode):
            when = _newest(Folder(path), course) or when
    except (OSError, Refused):
        pass  # reading it will tell
    try:
        return datetime.datetime.fromtimestamp(when).astimezone()
    except (ValueError, OverflowError, OSError):
        return datetime.datetime.now().astimezone()  # a time that no calendar has


def _newest(folder: Folder, course: Course | None) -> float | None:
    """When the newest exercise in a folder was written, or else the newest zip."""
    shipped = set(stubs.shipped(course.root).values()) if course else set()
    exercises, zips = [], []
    for entry in (entry for entry in folder.entries if not entry.problem):
        with contextlib.suppress(OSError):
            if entry.name.lower().endswith(".zip"):
                zips.append((os.lstat(entry.place).st_mtime, entry))
            elif entry.name.endswith(".py") and STEM.fullmatch(entry.name[:-3]):
                exercises.append((os.lstat(entry.place).st_mtime, entry))
    exercises.sort(key=lambda found: -found[0])
    for moment, entry in exercises:
        with contextlib.suppress(OSError, Refused):
            if stubs.blob_id(folder.read(entry)) not in shipped:
                return moment
    return max((moment for moment, _ in exercises or zips), default=None)


def _alike(found: Sequence[Handed]) -> list[Handed]:
    """The same, with one name for learners whose names differ in small and capital letters only."""
    first: dict[str, str] = {}
    result = []
    for one in found:
        learner = first.setdefault(one.learner.casefold(), one.learner)
        if learner != one.learner:
            note = f"{one.learner} is taken for {learner}: small and capital letters make no difference in accounts."
            one = dataclasses.replace(one, learner=learner, notes=(*one.notes, note))
        result.append(one)
    return result


def read(path: Path, course: Course) -> Submission:
    """Read one submission. Never raises for what a learner can have caused."""
    try:
        if stat.S_ISDIR(path.lstat().st_mode):
            return _read_folder(Folder(path), course)
        if ending := OTHER_ENDING.search(path.name):
            raise Refused(f"is a file {ending[0].lower()}, and only folders and zips are read. {INTO_A_FOLDER}")
        return _read_zip(path, course)
    except Refused as refused:
        return Submission({}, (f"{shown(path.name)} {refused}.",), usable=False)
    except OSError as error:
        return Submission({}, (f"{shown(path.name)} can’t be read: {reason(error)}.",), usable=False)


def _read_folder(folder: Folder, course: Course) -> Submission:
    zips = [entry for entry in folder.entries if entry.name.lower().endswith(".zip") and not entry.problem]
    if len(zips) != 1 or layout.candidates(folder.entries, course):
        return _read(folder, course)
    try:  # as Moodle hands them on
        submission = _read_zip(zips[0].place, course)
    except Refused as refused:
        raise Refused(f"holds {zips[0].shown}, which {refused}") from None
    note = f"It was read from {zips[0].shown} in the folder."
    return dataclasses.replace(submission, notes=(*folder.notes, note, *submission.notes))


def _read_zip(path: str | Path, course: Course) -> Submission:
    with open_regular(path) as file:
        return _read(Zip(file, os.fstat(file.fileno()).st_size), course)


def _read(contents: Contents, course: Course) -> Submission:
    files: dict[str, bytes] = {}
    taken: dict[str, Entry] = {}
    notes = list(contents.notes)
    left = SUBMISSION
    candidates = layout.candidates(contents.entries, course)
    for stem, found in candidates.items():
        try:
            content = _content(contents, found)
            left -= len(content)
            if left < 0:
                raise Refused(f"was left out: together the files are larger than {SUBMISSION // 1024 // 1024} MB")
            files[stem], taken[stem] = content, found.best[0]
        except Refused as refused:
            notes.append(f"{found.best[0].shown} {refused}.")
    notes += [*layout.oddities(taken, course), *layout.left_out(candidates)]
    notes += [*layout.blocked(contents.entries), *layout.near(contents.entries, candidates, course)]
    if not files:
        notes.append(layout.nothing(contents.entries, course))
    return Submission(files, _few(notes), usable=bool(files))


def _content(contents: Contents, found: layout.Found) -> bytes:
    """The answer; of several that are equally likely only if they are the same."""
    if found.best[0].problem:
        raise Refused(found.best[0].problem)
    content = contents.read(found.best[0])
    for other in found.best[1:MOST_COPIES]:
        if contents.read(other) != content:
            raise Refused(f"was not taken, since {other.shown} is another answer. Ask which one counts")
    if len(found.best) > MOST_COPIES:
        raise Refused(f"was not taken, since there are {len(found.best)} of it. Ask which one counts")
    return content


def _few(notes: Sequence[str]) -> tuple[str, ...]:
    more = len(notes) - NOTES
    return (*notes[:NOTES], *([f"And {more} more such line{'s' * (more > 1)}."] if more > 0 else []))
