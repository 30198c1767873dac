"""``check``: the project's own tests, one part after the other; all of them run even if one fails."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time

from grader.course import Course

PYTEST = ("pytest", "-q", "-n", "auto", "--dist", "loadfile")

PARTS = {
    "lint": ("ruff", "check", "."),
    "format": ("ruff", "format", "--check", "."),
    "types": ("mypy", "--strict", "grader", "kitchen"),
    "tests": (*PYTEST, "tests/project"),
}
"""What is run when no part is named."""

TESTS = {
    "exercises": ("course",),
    "engine": ("clients", "commands", "desk", "engine", "kitchen"),
    "instructors": ("classroom", "instructors", "pages"),
}
"""Parts of the tests: the folders of ``tests/project`` that each one is. Every folder is in one of them."""

ALL = {**PARTS, **{part: (*PYTEST, *(f"tests/project/{one}" for one in ones)) for part, ones in TESTS.items()}}


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("part", nargs="*", choices=[*ALL, []], metavar="PART", help=f"only {', '.join(ALL)}")


def run(arguments: argparse.Namespace, course: Course) -> int:
    failed = []
    for part in arguments.part or PARTS:
        print(f"── {part}: {' '.join(ALL[part])}", flush=True)
        start = time.monotonic()
        status = subprocess.call([sys.executable, "-m", *ALL[part]], cwd=course.root, env=_environment())
        print(
            f"── {part}: {'fine' if status == 0 else f'FAILED (status {status})'}, {time.monotonic() - start:.1f} s\n"
        )
        failed += [part] if status else []
    print(f"Not everything is fine: {', '.join(failed)}." if failed else "Everything is fine.", flush=True)
    return 1 if failed else 0


def _environment() -> dict[str, str]:
    """Ours without make's own variables: tests start make and the commands themselves, as a person would."""
    return {name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS")}
