"""Grading one submission, for the places that grade on every push."""

from __future__ import annotations

from pathlib import Path

from grader.assignment import Assignment
from grader.course import Course
from grader.isolation import Isolation, choose
from grader.report import ExerciseResult, Report
from grader.run import now, versions

from .pool import Lasting, Task
from .slot import Options
from .submissions import Submission


def chosen(*, allow_weak: bool) -> Isolation:
    """The best way to keep a learner's code apart that works on this machine.

    Raises:
        CourseError: when only the weak one is left and that is not allowed.
    """
    return choose(allow_weak=allow_weak)


def grade_one(
    course: Course,
    submission: Submission,
    assignment: Assignment,
    *,
    isolation: Isolation,
    cassettes: Path | None = None,
) -> Report:
    """The report of one submission: a result for each exercise of the assignment that something was handed in for.

    What goes wrong outside the learner's code is among the report's ``errors``; it never raises for that.
    """
    files = {stem: code for stem, code in submission.files.items() if stem in assignment.stems}
    if not files:
        nothing = "Nothing was handed in for this assignment: no file of its exercises was found."
        return _report((), submission.notes or (nothing,), isolation)
    lasting = Lasting(Options(str(course.root), tuple(files), isolation.name, str(cassettes or "")))
    try:
        with isolation.hiding(private(course, cassettes)):
            answer = lasting.grade(Task("", "", files))
    finally:
        lasting.close()
    return _report(answer.results, (answer.error,) if answer.error else (), isolation)


def _report(results: tuple[ExerciseResult, ...], errors: tuple[str, ...], isolation: Isolation) -> Report:
    return Report(results, errors, created=now(), versions=versions(), isolation=isolation.name)


def private(course: Course, *others: Path | None) -> list[Path]:
    """The folders that no learner's code may read: of the course, and what else there is."""
    rooms = [course.root / name for name in ("solutions", "tests", "cassettes", "kitchen", "docs")]
    return [folder for folder in (*rooms, *(other for other in others if other is not None)) if folder.is_dir()]
