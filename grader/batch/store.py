"""What is remembered of a class: SQLite, written as results come, so that nothing is lost whenever a run ends.

A result is kept with a key, the hash of all that it depends on; it is good for as long as the key is the same.
Adjustments and accepted disputes are kept apart from results, and so survive every grading.
"""

from __future__ import annotations

import contextlib
import datetime
import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from grader.course import CourseError
from grader.report import ExerciseResult, plain, result_from_json
from grader.run import now

from .submissions import Handed

VERSION = 1

TABLES = """
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS submissions (
    learner TEXT, attempt TEXT, moment TEXT, moment_from TEXT, notes TEXT, usable INTEGER, isolation TEXT, graded TEXT,
    error TEXT,
    PRIMARY KEY (learner, attempt)
);
CREATE TABLE IF NOT EXISTS present (learner TEXT, attempt TEXT, PRIMARY KEY (learner, attempt));
CREATE TABLE IF NOT EXISTS results (
    learner TEXT, attempt TEXT, stem TEXT, key TEXT, code BLOB, result BLOB, only_public INTEGER,
    PRIMARY KEY (learner, attempt, stem)
);
CREATE TABLE IF NOT EXISTS pages (learner TEXT PRIMARY KEY, digest TEXT);
CREATE TABLE IF NOT EXISTS stubs (key TEXT PRIMARY KEY, result BLOB);
CREATE TABLE IF NOT EXISTS adjustments (
    number INTEGER PRIMARY KEY, learner TEXT, stem TEXT, points TEXT, reason TEXT, made TEXT
);
CREATE TABLE IF NOT EXISTS accepted (stem TEXT, digest TEXT, reason TEXT, made TEXT, PRIMARY KEY (stem, digest));
"""


@dataclass(frozen=True)
class Attempt:
    """What is known of one submission besides its results."""

    learner: str
    attempt: str
    moment: datetime.datetime
    moment_from: str
    notes: tuple[str, ...]
    usable: bool
    isolation: str
    """The tier that its code ran in; empty where none of it had to."""
    graded: str
    """When, ISO 8601 in UTC; empty where nothing of it has been."""
    error: str
    """Why it could not be graded; empty when it was."""


@dataclass(frozen=True)
class Graded:
    """What came of one exercise of a submission."""

    stem: str
    key: str
    code: bytes
    result: ExerciseResult
    only_public: bool | None = None
    """Whether it passes on the public recordings alone, and not on the private ones; None where nobody looked."""


@dataclass(frozen=True)
class Adjustment:
    """Points that an instructor gave (or took, below zero)."""

    number: int
    learner: str
    stem: str
    points: Fraction
    reason: str
    made: str


class Store:
    """The file ``grades.sqlite``.

    Raises:
        CourseError: when the file is of another version, or no such file at all.
    """

    def __init__(self, path: Path, *, must_exist: bool = False) -> None:
        self.path = path
        if must_exist and not path.exists():
            raise CourseError(f"There are no grades in {path.parent}: `make grade SUBMISSIONS=… OUT=…` makes them.")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._database = sqlite3.connect(path, timeout=30)
            self._database.execute("PRAGMA journal_mode = WAL")
            self._database.execute("PRAGMA synchronous = NORMAL")  # a kill loses nothing; a power cut, the last few
            version = self._database.execute("PRAGMA user_version").fetchone()[0]
            if version not in (0, VERSION):
                raise CourseError(
                    f"{path} was written by another version of Order Up; choose another folder with OUT=…."
                )
            with self._database:
                self._database.executescript(TABLES)
                self._database.execute(f"PRAGMA user_version = {VERSION}")
        except (OSError, sqlite3.Error) as error:
            raise CourseError(f"The grades can't be kept in {path}: {error}.") from None

    def close(self) -> None:
        self._database.close()

    # Facts about the run, for the commands that come after it

    def note(self, name: str, value: str) -> None:
        with self._database:
            self._database.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))

    def fact(self, name: str) -> str:
        """What was noted last; empty when nothing was."""
        row = self._database.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else ""

    # Submissions and their results

    def expect(self, handed: Iterable[Handed]) -> None:
        """What lies in the folder now. Only that is part of the class; what is known of the rest is kept."""
        with self._database:
            self._database.execute("DELETE FROM present")
            rows = ((one.learner, one.attempt) for one in handed)
            self._database.executemany("INSERT OR IGNORE INTO present VALUES (?, ?)", rows)

    def keys(self, learner: str, attempt: str) -> dict[str, str]:
        """By stem, the keys of the results that are there."""
        query = "SELECT stem, key FROM results WHERE learner = ? AND attempt = ?"
        return dict(self._database.execute(query, (learner, attempt)))

    def take_in(self, handed: Handed, notes: Sequence[str], *, usable: bool, stems: Iterable[str]) -> None:
        """Note what was handed in; results of files that are no longer in it go."""
        name = (handed.learner, handed.attempt)
        query = "SELECT isolation, graded FROM submissions WHERE learner = ? AND attempt = ?"
        isolation, graded = self._database.execute(query, name).fetchone() or ("", "")
        moment = handed.moment.isoformat(timespec="seconds")
        row = (*name, moment, handed.moment_from, json.dumps(list(notes)), int(usable), isolation, graded, "")
        with self._database:
            self._database.execute(f"INSERT OR REPLACE INTO submissions VALUES ({','.join('?' * 9)})", row)
            for stem in self.keys(*name).keys() - set(stems):
                self._database.execute(
                    "DELETE FROM results WHERE learner = ? AND attempt = ? AND stem = ?", (*name, stem)
                )

    def keep(self, learner: str, attempt: str, graded: Iterable[Graded], isolation: str = "") -> None:
        """Results of a submission, all or none of them."""
        rows = [(learner, attempt, one.stem, one.key, one.code, _packed(one.result), one.only_public) for one in graded]
        with self._database:
            self._database.executemany("INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
            self._database.execute(
                "UPDATE submissions SET isolation = coalesce(nullif(?, ''), isolation), graded = ?"
                " WHERE learner = ? AND attempt = ?",
                (isolation, now(), learner, attempt),
            )

    def keep_error(self, learner: str, attempt: str, sentence: str) -> None:
        """It could not be graded, which is no fault of the learner's; the next run tries again."""
        with self._database:
            self._database.execute(
                "UPDATE submissions SET error = ? WHERE learner = ? AND attempt = ?", (sentence, learner, attempt)
            )

    def attempts(self) -> Iterator[Attempt]:
        """All submissions that lie in the folder, by learner and moment."""
        query = "SELECT * FROM submissions NATURAL JOIN present ORDER BY learner, moment, attempt"
        rows = self._database.execute(query)
        for learner, attempt, moment, moment_from, notes, usable, isolation, graded, error in rows:
            when = datetime.datetime.fromisoformat(moment)
            yield Attempt(
                learner, attempt, when, moment_from, tuple(json.loads(notes)), bool(usable), isolation, graded, error
            )

    def results(self, learner: str, attempt: str) -> dict[str, Graded]:
        """The results of a submission, by stem."""
        query = "SELECT stem, key, code, result, only_public FROM results WHERE learner = ? AND attempt = ?"
        rows = self._database.execute(query, (learner, attempt))
        return {
            stem: Graded(stem, key, code, _unpacked(result), None if only_public is None else bool(only_public))
            for stem, key, code, result, only_public in rows
        }

    def learners(self) -> list[str]:
        return [row[0] for row in self._database.execute("SELECT DISTINCT learner FROM present ORDER BY learner")]

    # What an untouched stub gets: graded once for all

    def stub(self, key: str) -> ExerciseResult | None:
        row = self._database.execute("SELECT result FROM stubs WHERE key = ?", (key,)).fetchone()
        return _unpacked(row[0]) if row else None

    def keep_stub(self, key: str, result: ExerciseResult) -> None:
        with self._database:
            self._database.execute("INSERT OR REPLACE INTO stubs VALUES (?, ?)", (key, _packed(result)))

    # What was written of it

    def page(self, learner: str) -> str:
        """The digest of what a learner's pages were last made from."""
        row = self._database.execute("SELECT digest FROM pages WHERE learner = ?", (learner,)).fetchone()
        return str(row[0]) if row else ""

    def keep_page(self, learner: str, digest: str) -> None:
        with self._database:
            self._database.execute("INSERT OR REPLACE INTO pages VALUES (?, ?)", (learner, digest))

    # What people decide

    def adjust(self, learner: str, stem: str, points: Fraction, reason: str) -> None:
        with self._database:
            self._database.execute(
                "INSERT INTO adjustments (learner, stem, points, reason, made) VALUES (?, ?, ?, ?, ?)",
                (learner, stem, str(points), reason, now()),
            )

    def take_back(self, number: int) -> bool:
        """Undo an adjustment. Whether there was one of this number."""
        with self._database:
            return self._database.execute("DELETE FROM adjustments WHERE number = ?", (number,)).rowcount > 0

    def adjustments(self) -> list[Adjustment]:
        """All of them, the oldest first."""
        rows = self._database.execute(
            "SELECT number, learner, stem, points, reason, made FROM adjustments ORDER BY number"
        )
        return [Adjustment(row[0], row[1], row[2], Fraction(row[3]), row[4], row[5]) for row in rows]

    def accept(self, stem: str, digest: str, reason: str) -> None:
        """From now on, code with this digest is a right answer to the exercise."""
        with self._database:
            self._database.execute("INSERT OR REPLACE INTO accepted VALUES (?, ?, ?, ?)", (stem, digest, reason, now()))

    def accepted(self) -> dict[tuple[str, str], str]:
        """The reasons, by stem and digest."""
        rows = self._database.execute("SELECT stem, digest, reason FROM accepted")
        return {(stem, digest): reason for stem, digest, reason in rows}


def _packed(result: ExerciseResult) -> bytes:
    return zlib.compress(json.dumps(plain(result)).encode("ascii"), 1)


def _unpacked(data: bytes) -> ExerciseResult:
    return result_from_json(json.loads(zlib.decompress(data)))


@contextlib.contextmanager
def opened(path: Path, *, must_exist: bool = False) -> Iterator[Store]:
    """A store, closed afterwards."""
    store = Store(path, must_exist=must_exist)
    try:
        yield store
    finally:
        store.close()
