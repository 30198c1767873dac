"""``actions``: grade one student's repository on GitHub Actions, and hand the points on in every way that it knows."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from grader import assignment as assignments
from grader.assignment import Assignment
from grader.course import Course, CourseError


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--submission", metavar="FOLDER", help="the student's repository, or its exercises alone")
    parser.add_argument("--assignment", metavar="FILE", help="in the course; left out or empty, everything")
    parser.add_argument("--json", metavar="FILE", help="write the report as JSON")
    parser.add_argument(
        "--allow-weak-isolation", action="store_true", help="grade even where nothing can keep the code apart"
    )


def run(arguments: argparse.Namespace, course: Course) -> int:
    from grader.doors import actions

    try:
        return _run(arguments, course)
    except CourseError as error:
        print(actions.failed(str(error)))
        raise


def _run(arguments: argparse.Namespace, course: Course) -> int:
    if not arguments.submission:
        raise CourseError("Whose work? For example: --submission=../student")
    folder = Path(arguments.submission)
    if not folder.is_dir():
        raise CourseError(f"There is no folder {folder}: the student's repository was not checked out there.")
    wanted = _assignment(arguments.assignment, course)

    from grader.batch import single, submissions  # here, because it imports pytest
    from grader.doors import actions
    from grader.faces import as_json, files

    submission = submissions.read(folder, course)
    isolation = single.chosen(allow_weak=arguments.allow_weak_isolation)
    handed_in = set(wanted.stems) & set(submission.files)
    report = single.grade_one(course, submission, wanted, isolation=isolation)
    if handed_in and report.errors:
        raise CourseError(f"The grader itself failed, and no points were given: {report.errors[0]}")
    told = actions.graded(report, submission, wanted, course)
    if arguments.json:
        files.write(Path(arguments.json), as_json.encode(report))
    print(f"Isolation: {report.isolation}")
    print("\n".join([*actions.log(told), *actions.at_lines(told)]))
    print(f"{told.points:g} of {told.out_of:g} points")
    for name, text in (
        ("GITHUB_STEP_SUMMARY", actions.summary(told, _link())),
        ("GITHUB_OUTPUT", actions.as_file(actions.outputs(told))),
        ("GITHUB_ENV", actions.as_file(actions.environment(told))),
    ):
        _append(name, text)
    return 0 if told.passed else 1


def _assignment(named: str | None, course: Course) -> Assignment:
    return assignments.read(course.root / named, course) if named else assignments.everything(course)


def _link() -> str:
    """The address of the commit's files, as the runner tells it; empty elsewhere."""
    server, name, commit = (os.environ.get(f"GITHUB_{part}", "") for part in ("SERVER_URL", "REPOSITORY", "SHA"))
    return f"{server}/{name}/blob/{commit}/" if server and name and commit else ""


def _append(name: str, text: str) -> None:
    """Write to one of the files that the runner reads after the step; elsewhere there are none."""
    place = os.environ.get(name)
    if not place:
        return
    try:
        with open(place, "a", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise CourseError(f"{name} can't be written ({(error.strerror or str(error)).lower()}).") from None
