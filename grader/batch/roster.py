"""What an instructor knows of the class: who is in it, and when each handed in.

The roster is ``learner,name,email,id,section``, or what Canvas, Moodle, Gradescope and GitHub export; the times file is
``learner,submitted``: a platform knows that better than a file's own time does.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from grader.batch import sheets
from grader.batch.names import safe
from grader.batch.submissions import Handed
from grader.course import CourseError

PEOPLE = {
    "learner": ("learner", "sis login id", "github_username", "github username", "username", "login"),
    "name": ("name", "student", "full name", "student name"),
    "email": ("email", "email address", "e-mail", "mail"),
    "id": ("id", "identifier", "id number", "sid", "student id"),
    "section": ("section", "sections", "group", "groups"),
    "first": ("first name", "firstname", "given name"),
    "last": ("last name", "lastname", "surname", "family name"),
}
TIMES = {
    "learner": ("learner", "submission", "username", "email", "student"),
    "submitted": ("submitted", "submitted at", "submitted_at", "submission time", "time", "timestamp"),
}
NOT_PEOPLE = ("points possible", "student, test", "test student")
"""Rows of Canvas' export that are nobody."""


@dataclass(frozen=True)
class Person:
    """Somebody in the class."""

    learner: str
    """The name that is handed in under: an account, or an address."""
    name: str = ""
    email: str = ""
    identifier: str = ""
    section: str = ""


def recognised(people: Mapping[str, Person], handed: Iterable[Handed]) -> list[Handed]:
    """What was handed in, under the names that the roster has for people, with a note where that is another name.

    Somebody is found by account, address, number or full name, in this order; by none that two people share.
    """
    known = _Known(people.values())
    found = [_renamed(one, known.whose(one)) for one in handed]
    return sorted(found, key=lambda one: (one.learner.casefold(), one.moment, one.attempt))


def _renamed(handed: Handed, person: Person | None) -> Handed:
    if person is None or person.learner == handed.learner:
        return handed
    note = f"{handed.attempt} is by {person.learner} on the roster."
    return dataclasses.replace(handed, learner=person.learner, notes=(*handed.notes, note))


class _Known:
    """Finds people by what may be known of them."""

    def __init__(self, people: Iterable[Person]) -> None:
        self._by: dict[str, dict[str, list[Person]]] = {key: {} for key in ("learner", "email", "identifier", "name")}
        for person in people:
            for key, found in self._by.items():
                found.setdefault(getattr(person, key).casefold(), []).append(person)

    def whose(self, handed: Handed) -> Person | None:
        for key, wanted in (
            ("learner", handed.learner),
            ("email", handed.email or handed.learner),
            ("identifier", handed.identifier or handed.learner),
            ("name", handed.person or handed.learner),
        ):
            people = self._by[key].get(wanted.casefold(), [])
            if len(people) == 1:
                return people[0]
        return None


def read(path: Path) -> dict[str, Person]:
    """The people in a roster, by learner.

    Raises:
        CourseError: when it can't be read, has no column that tells who somebody is, or somebody twice.
    """
    people: dict[str, Person] = {}
    lines: dict[str, int] = {}
    for line, row in sheets.rows(path, "roster", PEOPLE, "learner,name,email,id,section"):
        name = row["name"] or " ".join(part for part in (row["first"], row["last"]) if part)
        if name.casefold().startswith(NOT_PEOPLE):
            continue
        known = row["learner"] or row["email"] or row["id"] or name
        if not known:
            raise CourseError(f"The roster {path}, line {line}: nothing there tells who that is. Fill in the learner.")
        learner = safe(known)
        if learner.casefold() in lines:
            before = lines[learner.casefold()]
            raise CourseError(f"The roster {path}, line {line}: {learner} stands there already, in line {before}.")
        lines[learner.casefold()] = line
        people[learner] = Person(learner, name, row["email"], row["id"], row["section"])
    if not people:
        raise CourseError(f"The roster {path}: there is nobody on it.")
    return people


def times(path: Path) -> dict[str, datetime.datetime]:
    """The moments in a times file, by learner, or by the name of what was handed in: ``alice`` or ``alice.zip``.

    Raises:
        CourseError: when it can't be read or a line of it is wrong: which, and what to write.
    """
    found: dict[str, datetime.datetime] = {}
    lines: dict[str, int] = {}
    for line, row in sheets.rows(path, "times file", TIMES, "learner,submitted", needed=tuple(TIMES)):
        learner, submitted = row["learner"], row["submitted"]
        if not learner or not submitted:
            missing = "learner" if not learner else "moment"
            raise _wrong(path, line, f"there is no {missing}. Write for example alice,2027-02-05T18:03:00+01:00")
        if learner in found:
            twice = f"{learner} stands there already, in line {lines[learner]}"
            raise _wrong(path, line, f"{twice}. Keep one; attempts have their files’ names, such as alice.zip")
        found[learner], lines[learner] = _moment(path, line, submitted), line
    return found


def _moment(path: Path, line: int, text: str) -> datetime.datetime:
    try:
        moment = datetime.datetime.fromisoformat(text)
    except ValueError:
        raise _wrong(path, line, f"“{text}” is no moment. Write for example 2027-02-05T18:03:00+01:00") from None
    if moment.tzinfo is None:
        raise _wrong(
            path, line, f"“{text}” doesn’t say which clock it goes by. Add the offset, for example {text}+01:00"
        )
    return moment


def _wrong(path: Path, line: int, what: str) -> CourseError:
    return CourseError(f"The times file {path}, line {line}: {what}.")
