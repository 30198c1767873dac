"""``serve``: start the practice servers, which say where they listen, until Ctrl-C."""

from __future__ import annotations

import argparse
import sys

from grader.course import Course
from grader.setup import become


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--seed", type=int, metavar="N", help="another world: other dishes, prices and orders")
    parser.add_argument("--port", type=int, metavar="P", help="where to listen; left out, where there is room")


def run(arguments: argparse.Namespace, course: Course) -> int:
    options = [f"--{name}={value}" for name, value in vars(arguments).items() if value is not None]
    become([sys.executable, "-m", "kitchen", "serve", *options])
    return 0
