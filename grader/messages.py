"""The pages that a learner reads for each known mistake, kept beside the tests so that review sees them change.

``tests/project/course/messages/e07_….txt`` has, for each mistake of an exercise, what it is and the page it leads to.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path

from grader.course import Course, Exercise, docstring
from grader.faces.problem import problem
from grader.faces.screen import plain
from grader.report import ExerciseResult, Report

COLUMNS = 80
RULE = "-" * COLUMNS


def folder(course: Course) -> Path:
    return course.root / "tests" / "project" / "course" / "messages"


def path(course: Course, exercise: Exercise) -> Path:
    """Where the pages of an exercise are kept."""
    return folder(course) / f"{exercise.stem}.txt"


def text(course: Course, exercise: Exercise, report: Report) -> str:
    """The pages of all mistakes of an exercise, as they are kept.

    Args:
        course: the course it is in.
        exercise: the exercise.
        report: a run over the mistakes, made with ``--variants=mistakes``.
    """
    sections = []
    for mistake, lines in pages(course, exercise, report).items():
        title = (docstring(mistake) or "").split("\n")[0]
        sections.append("\n".join([RULE, f"{mistake.stem}: {title}", "", *lines, ""]))
    return "\n".join(sections)


def pages(course: Course, exercise: Exercise, report: Report) -> dict[Path, list[str]]:
    """The lines of the page of each mistake."""
    results = {result.source: result for result in report.exercises if result.stem == exercise.stem}
    return {
        mistake: page(course, exercise, results[mistake.relative_to(course.root).as_posix()])
        for mistake in exercise.mistakes
    }


def page(course: Course, exercise: Exercise, result: ExerciseResult) -> list[str]:
    """The problem of a graded mistake as the learner reads it who made it in the exercise's file."""
    check = result.first_problem or next((one for one in result.checks if one.problem), None)
    if check is None:
        return ["No check fails."]
    stub = exercise.stub.relative_to(course.root).as_posix()
    lines = problem(dataclasses.replace(result, source=stub), check, course.root, COLUMNS)
    return [plain(line) for line in lines]
