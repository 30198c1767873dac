"""The gradebook as a table for Canvas: a column filled in on the gradebook that Canvas exported, or a table of our own.

Canvas finds a learner by its own ID, then by SIS User ID, SIS Login ID and name, and an assignment by the number in
brackets behind its title. So the export's header, IDs, order and delimiter stay as they are, and so does whatever the
instructor wrote; only what learners can choose (their names and logins) is made harmless for spreadsheets. (What Canvas
does stands in its ``lib/gradebook_importer.rb`` and ``gradebook_exporter.rb``.)
"""

from __future__ import annotations

import collections
import csv
import io
import re
from collections.abc import Callable, Sequence

from grader.course import CourseError
from grader.faces.cells import decimal, harmless, table
from grader.faces.text import one_line
from grader.gradebook import Gradebook, Row

TITLE_AND_ID = re.compile(r"(?P<title>.*?)\s*\((?P<id>[0-9]+)\)")
OWN_COLUMNS = re.compile(r"(Current|Final) (Score|Points|Grade)|Override (Score|Grade|Status)")
"""What Canvas takes for columns of its own, wherever in a title it stands, and leaves out of an import."""

POINTS = "Points Possible"
KEPT = ("EX", "N/A")
"""Excused, and not assigned to this learner: an instructor's word, which a score does not overrule."""


def encode(gradebook: Gradebook, export: bytes | None = None) -> tuple[bytes, tuple[str, ...]]:
    """The table to import, and a sentence for each learner without a score in it and whatever else should be known.

    Who handed nothing in, or something that could not be graded, has no score: a zero is an instructor's to give.

    Args:
        gradebook: the class.
        export: the CSV file that Canvas exported: Grades → Export.

    Raises:
        CourseError: when the export is not one, or its column is worth other points.
    """
    title = one_line(gradebook.title)
    content, sentences = _own(gradebook, title) if export is None else _Export(export).filled_in(gradebook, title)
    if OWN_COLUMNS.search(title):
        sentences = (
            *sentences,
            f"Canvas takes “{title}” for a column of its own: in the table for Canvas it is “{_new_header(title)}”.",
        )
    return content, sentences


def _own(gradebook: Gradebook, title: str) -> tuple[bytes, tuple[str, ...]]:
    """A table that Canvas reads although it knows none of Canvas' ids."""
    lines = [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", _new_header(title)],
        [f"    {POINTS}", "", "", "", "", decimal(gradebook.out_of)],
    ]
    sentences = [
        "The ids of Canvas can't be known here: it will look for learners by SIS id, login and name. To be sure, "
        "export the gradebook from Canvas and name it with CANVAS=…."
    ]
    for row in gradebook.rows:
        if row.state != "graded":
            sentences.append(_without_a_score(row))
            continue
        name = row.name or row.learner
        name = row.learner if POINTS in name else name  # Canvas would take the row for the points of the assignment
        if POINTS in name:
            sentences.append(
                f"{one_line(row.learner)} is not in the table for Canvas: their name is one of its headings."
            )
            continue
        cells = (name, "", row.identifier, row.learner, row.section)
        lines.append([*map(harmless, cells), decimal(row.score)])
    return table(lines), tuple(sentences)


class _Export:
    """A gradebook that Canvas exported."""

    def __init__(self, content: bytes) -> None:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise CourseError("The gradebook from Canvas is not UTF-8: export it again, and don't edit it.") from None
        self.mark = content.startswith(b"\xef\xbb\xbf")
        self.line_end = "\r\n" if "\r\n" in text else "\n"
        first = text.partition("\n")[0]
        self.delimiter = ";" if first.count(";") > first.count(",") else ","
        try:
            lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=self.delimiter, strict=True))
        except csv.Error as error:
            raise CourseError(f"The gradebook from Canvas is not a CSV file: {error}.") from None
        self.header, *self.lines = [line for line in lines if any(cell.strip() for cell in line)] or [[]]
        if "ID" not in self.header[:3] or "Section" not in self.header:
            raise CourseError(
                "The file named with CANVAS is not a gradebook from Canvas: its first line does not begin with "
                "“Student”, “ID” … “Section”. In Canvas choose Grades, then Export."
            )
        self.section = self.header.index("Section")
        for line in self.lines:
            line += [""] * (len(self.header) - len(line))

    def filled_in(self, gradebook: Gradebook, title: str) -> tuple[bytes, tuple[str, ...]]:
        column = self._column(gradebook, title)
        students = [line for line in self.lines if self._is_student(line)]
        found, sentences = self._match(students, gradebook.rows)
        for row, line in found:
            if row.state != "graded":
                sentences.append(_without_a_score(row))
            elif line[column].strip().upper() in KEPT:
                word = line[column].strip()
                sentences.append(f"{one_line(row.learner)} has “{word}” in Canvas, which stays: no score was written.")
            else:
                line[column] = decimal(row.score)
        for line in students:
            line[: self.section + 1] = map(harmless, line[: self.section + 1])
        content = table([self.header, *self.lines], delimiter=self.delimiter, line_end=self.line_end, mark=self.mark)
        return content, tuple(sentences)

    def _column(self, gradebook: Gradebook, title: str) -> int:
        """Where the score goes: the assignment's column, or a new one at the end."""
        every = range(self.section + 1, len(self.header))
        places = [place for place in every if not OWN_COLUMNS.search(self.header[place])]
        names = {title, _new_header(title)}
        fits = [place for place in places if names & {self.header[place].strip(), _title(self.header[place])}]
        if len(fits) > 1:
            raise CourseError(f"The gradebook from Canvas has several columns “{title}”: keep one of them in the file.")
        points = next((line for line in self.lines if POINTS in line[0]), None)
        if fits:
            return self._checked(fits[0], points, gradebook, title)
        self.header.append(_new_header(title))
        for line in self.lines:
            line.append(decimal(gradebook.out_of) if line is points else "")
        return len(self.header) - 1

    def _checked(self, place: int, points: Sequence[str] | None, gradebook: Gradebook, title: str) -> int:
        """The place, if the assignment there is worth as much as ours: a score out of 20 is no score out of 100."""
        if points is not None and (worth := _number(points[place])) is not None and worth != gradebook.out_of:
            raise CourseError(
                f"“{title}” is worth {decimal(worth)} points in Canvas and {decimal(gradebook.out_of)} here. "
                f"Write points = {worth:g} into the assignment, or change the points in Canvas, and export again."
            )
        return place

    def _is_student(self, line: Sequence[str]) -> bool:
        """Neither the line with the points nor the one that says which grades are hidden."""
        return POINTS not in line[0] and any(cell.strip() for cell in line[: self.section])

    def _match(
        self, students: Sequence[list[str]], rows: Sequence[Row]
    ) -> tuple[list[tuple[Row, list[str]]], list[str]]:
        """Which line is whose, and a sentence for each learner who has none. Nothing is guessed."""
        fields = {
            name: self.header.index(name) for name in ("SIS User ID", "SIS Login ID", "ID") if name in self.header
        }
        keys: list[dict[str, list[list[str]]]] = [
            *(_index(students, lambda line, place=place: [line[place]]) for place in fields.values()),  # type: ignore[misc]
            _index(students, self._names),
        ]
        *by_id, by_name = keys
        by_login = [index for name, index in zip(fields, by_id, strict=True) if name == "SIS Login ID"]
        found: list[tuple[Row, list[str]]] = []
        sentences = []
        for row in rows:
            tries = [(row.identifier, by_id), (row.email, by_login), (row.learner, by_id), (row.name, [by_name])]
            hits = [index[_plain(key)] for key, places in tries for index in places if _plain(key) in index]
            if hits and len(hits[0]) == 1:
                found.append((row, hits[0][0]))
            else:
                why = "several learners in Canvas fit" if hits else "nobody in Canvas has that login, id or name"
                sentences.append(f"{one_line(row.learner)} could not be matched: {why}.")
        often = collections.Counter(id(line) for _, line in found)
        for row, line in found:
            if often[id(line)] > 1:
                sentences.append(
                    f"{one_line(row.learner)} could not be matched: others fit “{one_line(line[0])}”, too."
                )
        return [(row, line) for row, line in found if often[id(line)] == 1], sentences

    def _names(self, line: Sequence[str]) -> list[str]:
        """The ways in which a learner's name may be written: Canvas exports “Smith, Jane”."""
        if self.header[0] == "LastName":
            return [f"{line[1]} {line[0]}", f"{line[0]}, {line[1]}"]
        name = re.sub(r'^\s*="(.*)"$', r"\1", line[0])  # so Canvas itself writes a name that begins with =
        last, comma, first = name.partition(",")
        return [name, f"{first} {last}"] if comma else [name]


def _index(students: Sequence[list[str]], keys: Callable[[list[str]], Sequence[str]]) -> dict[str, list[list[str]]]:
    index: dict[str, list[list[str]]] = {}
    for line in students:
        for key in {_plain(key) for key in keys(line)} - {""}:
            index.setdefault(key, []).append(line)
    return index


def _plain(text: str) -> str:
    return one_line(text).casefold()


def _title(header: str) -> str:
    """The title in a header of Canvas: ``Week 3 (208548)``."""
    match = TITLE_AND_ID.fullmatch(header.strip())
    return match["title"] if match else header.strip()


def _new_header(title: str) -> str:
    """A header that Canvas makes a new assignment from: no number in brackets, which would name another one, and none
    of Canvas' own columns in it.
    """
    match = TITLE_AND_ID.fullmatch(title)
    title = f"{match['title']} [{match['id']}]" if match else title
    return harmless(OWN_COLUMNS.sub(lambda taken: taken[0].replace(" ", "-"), title))


def _number(text: str) -> float | None:
    try:
        return float(text.strip().replace(",", "."))
    except ValueError:
        return None


def _without_a_score(row: Row) -> str:
    return f"{one_line(row.learner)} has no score in the table for Canvas: {row.state}."
