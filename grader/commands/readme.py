"""``readme``: make the README's screens and its ladder anew."""

from __future__ import annotations

import argparse

from grader.course import Course
from grader.readme import rendered


def configure(parser: argparse.ArgumentParser) -> None:
    """It takes no arguments."""


def run(arguments: argparse.Namespace, course: Course) -> int:
    path = course.root / "README.md"
    before = path.read_text(encoding="utf-8")
    after = rendered(before, course)
    path.write_text(after, encoding="utf-8", newline="\n")
    print("README.md: up to date" if before == after else "README.md: made anew")
    return 0
