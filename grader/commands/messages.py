"""``messages``: write the pages that the known mistakes lead to anew. For authors, who then read them."""

from __future__ import annotations

import argparse
import os

from grader import messages
from grader.commands.choosing import add_exercises, chosen
from grader.course import Course


def configure(parser: argparse.ArgumentParser) -> None:
    add_exercises(parser)


def run(arguments: argparse.Namespace, course: Course) -> int:
    from grader.run import grade  # here, because it imports pytest

    exercises = chosen(course, arguments.exercise)
    os.environ.pop("MAKELEVEL", None)  # the pages are kept as they are without make
    report = grade(course, exercises, pytest_arguments=["--variants=mistakes"])
    for error in report.errors:
        print(error)
    if report.errors:
        return 1
    messages.folder(course).mkdir(exist_ok=True)
    for exercise in exercises:
        path = messages.path(course, exercise)
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        after = messages.text(course, exercise, report)
        path.write_text(after, encoding="utf-8", newline="\n")
        if before != after:
            print(f"{path.relative_to(course.root).as_posix()}: made anew")
    if not arguments.exercise:
        for path in set(messages.folder(course).glob("*.txt")) - {messages.path(course, one) for one in exercises}:
            path.unlink()
    return 0
