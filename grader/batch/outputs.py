"""What comes out of a class: every table and page, written from the gradebook and the reports.

gradebook.json  gradebook.csv  canvas.csv  moodle.csv  junit.xml  class.html
learners/NAME.html  learners/NAME.md  learners/NAME.json      gradescope/NAME.json
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from grader.faces import as_json, canvas, class_junit, files, gradebook_csv, gradescope, moodle
from grader.gradebook import Gradebook, Row
from grader.pages.feedback import learner_markdown, learner_page
from grader.pages.overview import class_page
from grader.report import Report

from .books import Books
from .fingerprint import pages as pages_made_by


@dataclass(frozen=True)
class Written:
    """What was written."""

    gradebook: Gradebook
    complaints: tuple[str, ...]
    """Learners that a table has no room for, and why, a sentence each."""


def write(out: Path, books: Books, canvas_export: bytes | None = None) -> Written:
    """Write all that there is to know about a class into a folder.

    Args:
        out: the folder.
        books: the class.
        canvas_export: the gradebook that Canvas exported, to be filled in; None makes one of our own.
    """
    gradebook = books.gradebook()
    imported, left_out = moodle.encode(gradebook)
    for name, content in {
        "gradebook.json": _json(gradebook),
        "gradebook.csv": gradebook_csv.encode(gradebook),
        "moodle.csv": imported,
        "junit.xml": class_junit.encode(gradebook),
        "class.html": class_page(gradebook, course=_course_from(out, books)),
    }.items():
        files.write(out / name, content)
    for row, report in books.reports():
        _write_learner(out, books, gradebook, row, report)
    filled, strangers = canvas.encode(gradebook, canvas_export)  # last: what is wrong with an export stops only this
    files.write(out / "canvas.csv", filled)
    return Written(gradebook, (*strangers, *left_out))


def _write_learner(out: Path, books: Books, gradebook: Gradebook, row: Row, report: Report) -> None:
    """One learner's pages, unless they are there already and nothing about them has changed."""
    made_from = [dataclasses.asdict(row), report.to_json(), gradebook.title, gradebook.out_of, pages_made_by()]
    digest = hashlib.sha256(json.dumps(made_from, sort_keys=True, default=str).encode()).hexdigest()
    pages: dict[Path, Callable[[], bytes]] = {
        out / "learners" / f"{row.learner}.json": lambda: as_json.encode(report),
        out / "learners" / f"{row.learner}.md": lambda: learner_markdown(row, report, gradebook),
        out / "learners" / f"{row.learner}.html": lambda: learner_page(row, report, gradebook),
        out / "gradescope" / f"{row.learner}.json": lambda: gradescope.encode(
            report, books.assignment, books.course, score=row.score, days_late=row.days_late, notes=row.notes
        ),
    }
    if books.store.page(row.learner) == digest and all(path.exists() for path in pages):
        return
    for path, encode in pages.items():
        path.parent.mkdir(exist_ok=True)
        files.write(path, encode())
    books.store.keep_page(row.learner, digest)


def _json(gradebook: Gradebook) -> bytes:
    return (json.dumps(gradebook.to_json(), ensure_ascii=False, indent=2) + "\n").encode("utf-8", "backslashreplace")


def _course_from(out: Path, books: Books) -> str:
    """The way from the class page to the course, for the links to the lessons."""
    return quote(os.path.relpath(books.course.root, out).replace(os.sep, "/"))
