"""Gradescope: grades what it lays into ``/autograder/submission`` and writes ``/autograder/results/results.json``.

This runs in the autograder that ``make gradescope`` builds; ``run_autograder`` starts it. Engine, checks and recordings
are the instructor's copy beside this file; of the submission only exercise files are read.

Who is late is told by the assignment's own ``due``; where it has none, by Gradescope's due date, the learner's own
extension included. Gradescope counts the last submission unless the learner makes an earlier one active: so ``keep``
means nothing here, but with ``keep = "best"`` learners are told when an earlier one was better.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import json
import sys
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader import assignment as assignments
from grader.assignment import Assignment
from grader.batch import single, submissions
from grader.course import Course, CourseError
from grader.faces import files, gradescope
from grader.faces.text import one_line

COURSE = Path(__file__).resolve().parents[2]
ASSIGNMENT = "assignment.toml"

FAILED = "The grader failed, and this is not your mistake: tell your instructor, who can run it again."


@dataclass(frozen=True)
class Metadata:
    """What Gradescope says about the submission in ``submission_metadata.json``."""

    submitted: datetime.datetime | None = None
    due: datetime.datetime | None = None
    """The latest due date of those who handed it in; None where Gradescope has none."""
    best_before: float | None = None
    """The best score of earlier submissions."""

    @classmethod
    def read(cls, path: Path) -> Metadata:
        """What is in the file; whatever is missing or odd in it is None."""
        try:
            data = json.loads(path.read_bytes())
        except (OSError, ValueError):
            return cls()
        users = [_inside(user, "assignment", "due_date") for user in _list(_inside(data, "users"))]
        own = [due for due in map(_moment, users) if due]
        scores = [_inside(one, "score") for one in _list(_inside(data, "previous_submissions"))]
        return cls(
            _moment(_inside(data, "created_at")),
            max(own) if own else _moment(_inside(data, "assignment", "due_date")),
            max((score for score in map(_number, scores) if score is not None), default=None),
        )

    def due_date_for(self, assignment: Assignment) -> Assignment:
        """The assignment with a due date: its own, or else Gradescope's."""
        return assignment if assignment.due else dataclasses.replace(assignment, due=self.due)


def main(autograder: str, course: Path = COURSE) -> int:
    """Grade the submission and write the results, as the last thing, whatever happens. The exit status.

    Args:
        autograder: the folder that is ``/autograder`` on Gradescope.
        course: the instructor's copy of the course.
    """
    place = Path(autograder)
    try:
        content = results(place, course)
    except BaseException as error:  # however it went wrong, there must be results
        traceback.print_exc()  # only instructors see what is printed
        reason = str(error) if isinstance(error, CourseError) else type(error).__name__
        content = gradescope.without_grade([FAILED, f"({one_line(reason)})"], failed=True)
    target = place / "results" / "results.json"
    with contextlib.suppress(OSError):
        target.unlink()  # a link is not followed
    files.write(target, content)
    return 0


def check(course: Path = COURSE) -> int:
    """When the autograder is built: whether everything is there, and how learners' code will be kept apart."""
    assignment = _assignment(Course(course))
    try:
        isolation = single.chosen(allow_weak=False).name
    except CourseError as error:
        isolation = f"none here ({error})"
    print(f"{assignment.title}: {len(assignment.stems)} exercises. Isolation of learners' code: {isolation}.")
    return 0


def results(place: Path, course_folder: Path) -> bytes:
    """The content of ``results.json``.

    Raises:
        CourseError: when the learner's code can't be kept apart here, or the assignment is wrong.
    """
    course = Course(course_folder)
    metadata = Metadata.read(place / "submission_metadata.json")
    assignment = metadata.due_date_for(_assignment(course))
    submission = submissions.read(place / "submission", course)
    if not submission.usable:
        return gradescope.without_grade(submission.notes or ("There is nothing to grade in what was handed in.",))

    isolation = single.chosen(allow_weak=False)
    report = single.grade_one(course, submission, assignment, isolation=isolation)
    print(f"Isolation: {report.isolation}.")
    handed_in = set(submission.files) & set(assignment.stems)
    if handed_in and report.errors:
        print("\n".join(report.errors), file=sys.stderr)
        return gradescope.without_grade([FAILED, *report.errors], failed=True, isolation=report.isolation)
    if not handed_in:
        return gradescope.without_grade(report.errors, isolation=report.isolation)

    days_late = assignment.days_late(metadata.submitted)
    score = assignments.rounded(assignments.score(report, assignment, course, days_late))
    notes = [*submission.notes, *_notes(assignment, metadata, score)]
    return gradescope.encode(report, assignment, course, score=score, days_late=days_late, notes=notes)


def _assignment(course: Course) -> Assignment:
    path = course.root / ASSIGNMENT
    return assignments.read(path, course) if path.exists() else assignments.everything(course)


def _notes(assignment: Assignment, metadata: Metadata, score: float) -> list[str]:
    notes = []
    if assignment.due is not None and metadata.submitted is None and assignment.late_percent_a_day:
        notes.append("Gradescope did not say when this was handed in, so it was graded as if in time.")
    if assignment.keep == "best" and metadata.best_before is not None and metadata.best_before > score:
        notes.append(
            f"An earlier submission of yours earned {metadata.best_before:.2f}. If that one shall count, make it the "
            "active one in the submission history."
        )
    return notes


def _inside(data: Any, *names: str) -> Any:
    for name in names:
        data = data.get(name) if isinstance(data, dict) else None
    return data


def _list(data: Any) -> list[Any]:
    return data if isinstance(data, list) else []


def _number(data: Any) -> float | None:
    try:
        return float(data)
    except (TypeError, ValueError):
        return None


def _moment(data: Any) -> datetime.datetime | None:
    """A moment with its offset."""
    try:
        moment = datetime.datetime.fromisoformat(data)
    except (TypeError, ValueError):
        return None
    return moment if moment.tzinfo else None
