"""``debug``: run an exercise's checks in this process and terminal, so that ``breakpoint()`` and pdb work."""

from __future__ import annotations

import argparse

from grader.commands.choosing import add_exercises, the_one
from grader.course import Course, CourseError
from grader.faces.calling import how_to


def configure(parser: argparse.ArgumentParser) -> None:
    add_exercises(parser, several=False)
    parser.add_argument("--room", choices=("exercises", "solutions"), default="exercises", help="whose files to run")


def run(arguments: argparse.Namespace, course: Course) -> int:
    if not arguments.exercise:
        raise CourseError(f"Which exercise? For example: {how_to('debug', 'e02')}")
    exercise = the_one(course, arguments.exercise)

    from grader.run import grade

    report = grade(course, [exercise], room=arguments.room, inline=True, pytest_arguments=("--pdb", "-s"), quiet=False)
    return 0 if report.passed else 1
