"""What comes out of a class: every table and page, written from the gradebook and the reports.

gradebook.json  gradebook.csv  canvas.csv  moodle.csv  junit.xml  class.html
learners/NAME.html  learners/NAME.md  learners/NAME.json      gradescope/NAME.json
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import json
import os
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from grader.course import CourseError
from grader.faces import as_json, canvas, class_junit, files, gradebook_csv, gradescope, moodle
from grader.gradebook import Gradebook, Row
from grader.pages.feedback import learner_markdown, learner_page
from grader.pages.overview import class_page
from grader.report import Report

from .books import Books
from .fingerprint import pages as pages_made_by
from .store import opened


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
    _write_learners(out, books, gradebook)
    filled, strangers = canvas.encode(gradebook, canvas_export)  # last: what is wrong with an export stops only this
    files.write(out / "canvas.csv", filled)
    return Written(gradebook, (*strangers, *left_out))


def _write_learners(out: Path, books: Books, gradebook: Gradebook) -> None:
    """Every learner's pages, on all cores: copies of this process write a share each."""
    learners = books.learners()
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
    shares = [set(learners[first::cores]) for first in range(cores)]
    if threading.active_count() > 1:  # a process with threads must not be copied
        _write_share(out, books, gradebook, set(learners))
        return
    copies = [_in_a_copy(functools.partial(_write_share, out, books, gradebook, share)) for share in shares if share]
    if any(os.waitpid(copy, 0)[1] for copy in copies):
        raise CourseError(f"Not every learner's page could be written into {out}; what is there may be old.")


def _write_share(out: Path, books: Books, gradebook: Gradebook, learners: set[str]) -> None:
    with opened(books.store.path) as store:  # a connection must not be shared
        own = dataclasses.replace(books, store=store)
        for row, report in own.reports(learners):
            _write_learner(out, own, gradebook, row, report)


def _in_a_copy(work: Callable[[], None]) -> int:
    """Do some work in a copy of this process; the copy's process id."""
    copy = os.fork()
    if copy:
        return copy
    status = 1
    try:
        work()
        status = 0
    except CourseError as error:
        sys.stderr.write(f"{error}\n")
    finally:
        sys.stderr.flush()
        os._exit(status)


def _write_learner(out: Path, books: Books, gradebook: Gradebook, row: Row, report: Report) -> None:
    """One learner's pages, unless they are there already and nothing about them has changed."""
    made_from = repr((row, report, gradebook.title, gradebook.out_of, pages_made_by()))
    digest = hashlib.sha256(made_from.encode("utf-8", "backslashreplace")).hexdigest()
    pages: dict[Path, Callable[[], bytes]] = {
        out / "learners" / f"{row.learner}.json": lambda: as_json.encode(report, indent=None),
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
