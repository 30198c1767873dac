"""``gradescope``: build the autograder for Gradescope, a zip to upload. For instructors."""

from __future__ import annotations

import argparse
import os
import zipfile
from pathlib import Path

from grader import assignment as assignments
from grader.course import Course, CourseError
from grader.doors import bundle

SCRIPTS = Path(__file__).resolve().parents[1] / "templates" / "gradescope"
DATE = (1980, 1, 1, 0, 0, 0)
"""Of every file in the zip, so that the same course gives the same bytes."""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--assignment", type=Path, metavar="FILE", help="what is to be handed in (default: the whole course)"
    )
    parser.add_argument(
        "--into", type=Path, default=Path("gradescope.zip"), metavar="ZIP", help="where to (default: %(default)s)"
    )


def run(arguments: argparse.Namespace, course: Course) -> int:
    into: Path = arguments.into
    path: Path | None = arguments.assignment
    assignment = assignments.read(path, course) if path else assignments.everything(course)
    contents = {name: (SCRIPTS / name).read_bytes() for name in ("setup.sh", "run_autograder")}
    contents |= {f"course/{name}": content for name, content in bundle.contents(course, assignment, path).items()}
    try:
        write(into, contents)
    except OSError as error:
        raise CourseError(f"The autograder could not be written to {into}: {error.strerror or error}.") from error
    size = into.stat().st_size / 1e6
    print(f"{into}: {assignment.title}, {len(assignment.stems)} exercises, {size:.1f} MB.")
    print("On Gradescope: Create Assignment → Programming Assignment → Configure Autograder, and upload this file.")
    print(f"Autograder points: {assignments.rounded(assignment.out_of(course)):g}")
    return 0


def write(path: Path, contents: dict[str, bytes]) -> None:
    """A zip with these files, whole or not at all; what has no suffix or is a script may be run."""
    temporary = path.with_name(path.name + ".part")
    try:
        with zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
            for name, content in sorted(contents.items()):
                info = zipfile.ZipInfo(name, DATE)
                info.create_system = 3  # Unix, whatever this is: its permissions are below
                info.external_attr = (0o100755 if content.startswith(b"#!") else 0o100644) << 16
                info.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(info, content)
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
