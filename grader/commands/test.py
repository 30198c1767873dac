"""``test``: grade exercises, show how it went, and write the report."""

from __future__ import annotations

import argparse
import datetime
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from grader.commands.choosing import add_assignment, add_exercises, assigned, chosen
from grader.commands.ending import after_done
from grader.commands.progress import Progress
from grader.course import Course, Exercise
from grader.faces import screen, terminal
from grader.faces.screen import Line
from grader.report import Report


def configure(parser: argparse.ArgumentParser) -> None:
    add_exercises(parser)
    add_assignment(parser)
    parser.add_argument(
        "--json", metavar="FILE", help="write the report as JSON; - writes it to the output instead of the page"
    )
    parser.add_argument("--junit", metavar="FILE", help="write the report as JUnit XML")
    parser.add_argument("-v", "--verbose", action="store_true", help="show all that pytest has to say")
    parser.add_argument("--inline", action="store_true", help="run in one process, without time limits")
    parser.add_argument("--room", choices=("exercises", "solutions"), default="exercises", help="whose files to grade")


def run(arguments: argparse.Namespace, course: Course) -> int:
    assignment = assigned(course, arguments.assignment)
    exercises = chosen(course, arguments.exercise, assignment)

    from grader.judge.process import warm_up

    warm_up(judges=min(os.cpu_count() or 1, len(exercises)) if len(exercises) > 3 else 1)
    from grader.run import grade  # here, because it imports pytest, and wrong use should be told at once

    report = grade(
        course,
        exercises,
        room=arguments.room,
        inline=arguments.inline,
        pytest_arguments=("-v",) if arguments.verbose else (),
        quiet=not arguments.verbose,
    )
    after: list[Line] = []
    next_up, room = None, screen.columns()
    if arguments.room == "exercises":
        progress = Progress(course)
        new = progress.note(report)
        next_up = progress.next_up() if assignment is None else _left(exercises, progress)
        if arguments.exercise and len(exercises) == 1 and progress.has_passed(exercises[0]):
            after = after_done(exercises[0], course, progress, room, first=bool(new))
    if arguments.json != "-":
        named = bool(arguments.exercise)
        lines = terminal.page(report, course, named=named, next_up=next_up, room=room, after=after)
        if assignment is not None:
            from grader.faces import assigned as face

            whole = report if len(exercises) == len(assignment.stems) else None
            lines = [*face.head(assignment, course, datetime.datetime.now(datetime.UTC), room, whole), *lines]
        screen.show(lines)
    _write(report, arguments)
    return 0 if report.passed else 1


def _left(exercises: Sequence[Exercise], progress: Progress) -> Exercise | None:
    """The first of these that is still to be done."""
    return next((exercise for exercise in exercises if not progress.has_passed(exercise)), None)


def _write(report: Report, arguments: argparse.Namespace) -> None:
    if arguments.json:
        from grader.faces import as_json, files

        if arguments.json == "-":
            sys.stdout.write(as_json.encode(report).decode("utf-8"))
        else:
            files.write(Path(arguments.json), as_json.encode(report))
    if arguments.junit:
        from grader.faces import files, junit

        files.write(Path(arguments.junit), junit.encode(report))
