"""The gradebook of a class: plain data from which every table and page is written. Version 1.

``Gradebook.to_json`` and ``Gradebook.from_json`` are inverse to each other. Points that are shown are rounded to two
decimals where the gradebook is made; nothing further on calculates.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from grader.report import plain

VERSION = 1


@dataclass(frozen=True)
class Column:
    """An exercise of the assignment."""

    stem: str
    code: str
    title: str
    topic: str
    """The folder: ``t05_when_things_go_wrong``."""
    points: int
    """The exercise's own points, before the assignment's total is rescaled."""
    core: bool


@dataclass(frozen=True)
class Mark:
    """How one exercise went for one learner."""

    stem: str
    verdict: str
    """A verdict of ``grader.report``, or ``missing`` where nothing was handed in for it."""
    earned: float
    """In the exercise's own points, adjustment included."""
    adjustment: float = 0.0
    """Points that an instructor gave or took, of those in ``earned``."""
    reason: str = ""
    """Why: of the adjustment, or of an accepted dispute."""
    problem: str = ""
    """The sentence that the learner reads first; empty when it passed."""
    mistakes: tuple[str, ...] = ()
    """The known mistakes that were made: M-numbers."""
    only_public: bool = False
    """It passes on the public recordings, and not on the private ones that it was graded with."""


@dataclass(frozen=True)
class Row:
    """A learner."""

    learner: str
    """The name of what was handed in: an account, or an address."""
    name: str = ""
    """From the roster, as are the next three; empty where there is none."""
    email: str = ""
    identifier: str = ""
    section: str = ""
    state: str = "graded"
    """``graded``; ``not graded``: what was handed in could not be used, the notes say why; ``nothing handed in``."""
    score: float = 0.0
    """What counts, out of the gradebook's ``out_of``: rescaled, and less what being late costs."""
    earned: float = 0.0
    """In the exercises' own points, before that."""
    submitted: str = ""
    """When, ISO 8601 with its offset."""
    submitted_by: str = ""
    """Where that moment comes from: ``its name``, ``the times file``, ``the file's own time``."""
    days_late: int = 0
    late_percent: float = 0.0
    """How much of the score that cost."""
    attempts: int = 1
    isolation: str = ""
    notes: tuple[str, ...] = ()
    """What was noticed in what was handed in, a sentence each."""
    marks: tuple[Mark, ...] = ()
    """In the order of the gradebook's columns."""


@dataclass(frozen=True)
class CommonMistake:
    """A mistake that several learners made."""

    number: str
    """M01 … M120; empty for one that has no number."""
    words: str
    """What they do, to follow “31 of 120”: ``send no timeout``."""
    learners: tuple[str, ...]
    stem: str
    """The exercise in which it was made most."""
    lesson: str
    """The lesson's page, relative to the course."""


@dataclass(frozen=True)
class Gradebook:
    """A class and an assignment."""

    title: str
    out_of: float
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    """In the order of the learners' names."""
    mistakes: tuple[CommonMistake, ...] = ()
    """The commonest first."""
    created: str = ""
    due: str = ""
    isolation: str = ""
    """The tier that the code of this class ran in."""
    version: int = VERSION
    versions: dict[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        data: dict[str, Any] = plain(self)
        return data

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Gradebook:
        """The gradebook that :meth:`to_json` wrote.

        Raises:
            ValueError: when the data is of another version.
        """
        if data.get("version") != VERSION:
            raise ValueError(f"this is a gradebook of version {data.get('version')!r}; version {VERSION} is read here")
        rows = tuple(
            Row(**{**row, "notes": tuple(row["notes"]), "marks": tuple(_mark(mark) for mark in row["marks"])})
            for row in data["rows"]
        )
        mistakes = tuple(CommonMistake(**{**one, "learners": tuple(one["learners"])}) for one in data["mistakes"])
        columns = tuple(Column(**column) for column in data["columns"])
        return cls(**{**data, "columns": columns, "rows": rows, "mistakes": mistakes})


def _mark(data: dict[str, Any]) -> Mark:
    return Mark(**{**data, "mistakes": tuple(data["mistakes"])})
