"""``live``: the learner's own code against running servers, checked as always, with nothing recorded for good."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from grader.commands.choosing import add_exercises, chosen
from grader.commands.servers import running
from grader.course import Course
from grader.faces import screen, terminal


def configure(parser: argparse.ArgumentParser) -> None:
    add_exercises(parser)
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="another world (default: %(default)s)")
    parser.add_argument("--room", choices=("exercises", "solutions"), default="exercises", help="whose files to run")


def run(arguments: argparse.Namespace, course: Course) -> int:
    exercises = chosen(course, arguments.exercise)

    from grader.run import grade

    with (
        tempfile.TemporaryDirectory(prefix="order-up-") as made,
        running(course, Path(made), seed=arguments.seed, tls=False) as told,
    ):
        options = [f"--kitchen={told}"]
        report = grade(course, exercises, room=arguments.room, inline=True, pytest_arguments=options, incomplete=True)
    screen.show(terminal.page(report, course, named=bool(arguments.exercise), next_up=None, room=screen.columns()))
    print("That was live: your code talked to running servers.")
    print("Checks that only a recording can stage were left out.")
    return 0 if report.passed else 1
