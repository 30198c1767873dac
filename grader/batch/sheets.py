"""Tables that an instructor brings along as CSV: a roster, the times of submissions."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from grader.batch.contents import reason
from grader.course import CourseError
from grader.faces.text import one_line

ROWS = 100_000
"""Rows of a table; nobody's class is larger."""


def rows(
    path: Path, what: str, columns: Mapping[str, Sequence[str]], example: str, needed: Sequence[str] = ()
) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a table that have something in them: their line in the file, and the wanted columns.

    Columns may stand in any order, among others, in small or capital letters; they may be separated by commas,
    semicolons or tabs. One that is not there, or a cell that is not there, is an empty text.

    Args:
        path: the file.
        what: what it is, for errors: ``times file``.
        columns: by the name under which each is wanted, the headings that it may have, the likeliest first.
        example: a first line, for errors.
        needed: which columns must be there; one of them at least must be there anyway.

    Raises:
        CourseError: when it can't be read, or is no table.
    """
    lines = csv.reader(io.StringIO(text := _text(path, what), newline=""), delimiter=_delimiter(text))
    try:
        first = next((cells for cells in lines if any(cell.strip() for cell in cells)), [])
        heading = [one_line(cell).casefold() for cell in first]
        places = {
            wanted: next((heading.index(name) for name in names if name in heading), None)
            for wanted, names in columns.items()
        }
        if any(places[wanted] is None for wanted in needed) or all(place is None for place in places.values()):
            raise CourseError(f"The {what} {path}: its first line must name the columns, for example {example}.")
        for count, cells in enumerate(lines):
            if count >= ROWS:
                raise CourseError(f"The {what} {path} has more than {ROWS:,} rows.")
            if any(cell.strip() for cell in cells):
                found = {
                    wanted: one_line(cells[place]) if place is not None and place < len(cells) else ""
                    for wanted, place in places.items()
                }
                yield lines.line_num, found
    except csv.Error as error:
        raise CourseError(f"The {what} {path}, line {lines.line_num}: it is not CSV ({error}).") from None


def _text(path: Path, what: str) -> str:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise CourseError(f"There is no {what} {path}.") from None
    except OSError as error:
        raise CourseError(f"The {what} {path} can’t be read: {reason(error)}.") from None
    encodings = ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1252")
    for encoding in encodings:  # Excel writes each of these
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CourseError(f"The {what} {path} is not text. Save it as CSV in UTF-8.")


def _delimiter(text: str) -> str:
    heading = text.lstrip().split("\n", 1)[0]
    return max(",;\t", key=heading.count)
