"""What Canvas and Moodle do with a table, re-stated in a few lines from what their importers' code says."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field


@dataclass
class Student:
    """Somebody whom the platform knows."""

    number: int
    name: str
    sortable_name: str = ""
    login: str = ""
    sis: str = ""


@dataclass
class CanvasCourse:
    """A course in Canvas: reads a gradebook as ``lib/gradebook_importer.rb`` does."""

    students: list[Student]
    assignments: dict[int, str]
    custom_columns: tuple[str, ...] = ()
    grades: dict[tuple[int, str], str] = field(default_factory=dict)
    """By the student's number and the assignment's title."""
    points: dict[str, str] = field(default_factory=dict)
    strangers: list[str] = field(default_factory=list)
    """Names for which Canvas would ask whom they belong to."""
    new: list[str] = field(default_factory=list)
    """The titles of assignments that it would make."""

    def read(self, content: bytes) -> None:
        text = content.decode("utf-8")
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=self._delimiter(text), strict=True))
        rows = [row for row in rows if any(cell.strip() for cell in row)]
        header, *rest = rows
        titles = self._titles(header)
        for row in rest:
            if "Points Possible" in row[0]:
                self.points |= {titles[place]: row[place] for place in titles}
            elif not all(re.fullmatch(r"(?i)\s*(Muted|Manual Posting.*)?\s*", cell) for cell in row):
                student = self._student(header, row)
                if student is None:
                    self.strangers.append(row[0])
                else:
                    self.grades |= {(student.number, titles[place]): row[place].strip() for place in titles}

    @staticmethod
    def _delimiter(text: str) -> str:
        """A semicolon where the first three lines have as many fields by it, and more than by commas."""
        counts = {}
        for separator in ";,":
            fields = {len(next(csv.reader([line], delimiter=separator))) for line in text.splitlines()[:3]}
            counts[separator] = fields.pop() if len(fields) == 1 else 0
        return ";" if counts[";"] > counts[","] else ","

    def _titles(self, header: list[str]) -> dict[int, str]:
        assert len(header) > 3
        names = 2 if "LastName" in header[0] else 1
        assert "Student" in header[0] or ("LastName" in header[0] and "FirstName" in header[1])
        assert "ID" in header[names]
        columns = names + 2
        if "SIS Login ID" in header[names + 1]:
            columns += 1
        elif "SIS User ID" in header[names + 1] and "SIS Login ID" in header[names + 2]:
            columns += 2 + ("Integration ID" in header[names + 3])
            columns += "Root Account" in header[columns - 1]
        assert "Section" in header[columns - 1], "an invalid header row"
        titles = {}
        for place, cell in enumerate(header):
            own = re.search(r"(Current|Final) (Score|Points|Grade)|Override (Score|Grade|Status)", cell)
            if place >= columns and not own and cell not in self.custom_columns:
                titles[place] = self._assignment(cell)
        assert len(set(titles.values())) == len(titles)
        return titles

    def _assignment(self, cell: str) -> str:
        match = re.fullmatch(r"(.*)\s\((\d+)\)", cell)
        if match and int(match[2]) in self.assignments:
            return self.assignments[int(match[2])]
        if cell not in self.assignments.values():
            self.new.append(match[1] if match else cell)
        return match[1] if match else cell

    def _student(self, header: list[str], row: list[str]) -> Student | None:
        cells = dict(zip(header, row, strict=True))
        by_number = re.match(r"\d+", cells["ID"])
        name = f"{row[1]} {row[0]}" if header[0] == "LastName" else row[0]
        tests = (
            lambda one: by_number and one.number == int(by_number[0]),
            lambda one: one.sis and one.sis == cells.get("SIS User ID"),
            lambda one: one.login and one.login == cells.get("SIS Login ID"),
            lambda one: name in (one.name, one.sortable_name),
        )
        return next((one for test in tests for one in self.students if test(one)), None)


def moodle_import(content: bytes, users: dict[str, int]) -> dict[int, tuple[float, str]]:
    """What Moodle's ``grade/import/csv`` takes in: grade and feedback by user; all of the file, or an error.

    Args:
        content: a file with columns user, grade, feedback.
        users: those whom Moodle knows, by the field that the first column is mapped to.
    """
    rows = list(csv.reader(io.StringIO(content.decode("utf-8"), newline=""), strict=True))
    taken: dict[int, tuple[float, str]] = {}
    for user, grade, feedback in rows[1:]:
        if user not in users:
            raise LookupError(f"user mapping error: {user!r}")
        if not 0 <= float(grade) <= 100:
            raise ValueError(f"grade value too big: {grade}")
        if users[user] in taken:
            raise ValueError(f"twice: {user}")
        taken[users[user]] = (float(grade), feedback)
    return taken
