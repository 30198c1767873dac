"""What was handed in: found in a folder, and read without following or believing anything in it.

A submission is a folder or a zip, of the whole repository or of its ``exercises/`` alone. Its name is the learner's:
``alice``, ``alice.zip``; who hands in several times appends the moment: ``alice@2027-02-05T18-03.zip``.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from grader.course import Course


@dataclass(frozen=True)
class Handed:
    """Something that was handed in; nothing of it has been read."""

    learner: str
    path: Path
    moment: datetime.datetime
    """When, with its offset."""
    moment_from: str
    """``its name``, ``the times file`` or ``the file's own time``."""

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
    raise NotImplementedError


def read(path: Path, course: Course) -> Submission:
    """Read one submission. Never raises for what a learner can have caused."""
    raise NotImplementedError
