"""``shipped``: note the stubs as they are now in ``exercises/.shipped``. For authors."""

from __future__ import annotations

import argparse

from grader import stubs
from grader.course import Course


def configure(parser: argparse.ArgumentParser) -> None:
    """It takes no arguments."""


def run(arguments: argparse.Namespace, course: Course) -> int:
    path = stubs.write(course)
    print(f"{path.relative_to(course.root).as_posix()}: {len(course.exercises)} stubs")
    return 0
