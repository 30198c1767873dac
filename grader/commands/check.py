"""``check``: the project's own tests, one part after the other; all of them run even if one fails."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time

from grader.course import Course

PARTS = {
    "lint": ("ruff", "check", "."),
    "format": ("ruff", "format", "--check", "."),
    "types": ("mypy", "--strict", "grader", "kitchen"),
    "tests": ("pytest", "-q", "-n", "auto", "--dist", "loadfile", "tests/project"),
}


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("part", nargs="*", choices=[*PARTS, []], metavar="PART", help=f"only {', '.join(PARTS)}")


def run(arguments: argparse.Namespace, course: Course) -> int:
    failed = []
    for part in arguments.part or PARTS:
        print(f"── {part}: {' '.join(PARTS[part])}", flush=True)
        start = time.monotonic()
        status = subprocess.call([sys.executable, "-m", *PARTS[part]], cwd=course.root, env=_environment())
        print(
            f"── {part}: {'fine' if status == 0 else f'FAILED (status {status})'}, {time.monotonic() - start:.1f} s\n"
        )
        failed += [part] if status else []
    print(f"Not everything is fine: {', '.join(failed)}." if failed else "Everything is fine.", flush=True)
    return 1 if failed else 0


def _environment() -> dict[str, str]:
    """Ours without make's own variables: tests start make and the commands themselves, as a person would."""
    return {name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS")}
