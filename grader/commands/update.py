"""``update``: corrected checks, engine and recordings, and newly released exercises; what is the learner's stays."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from grader import stubs
from grader.commands.bringing import BACKUPS, NEW, SHIPPED, Changes, Note, bring, is_stub, is_the_courses, read_note
from grader.course import Course, CourseError

MAKE_A_COPY = "import sys; from grader.commands import main; sys.exit(main(sys.argv[2:], sys.argv[1]))"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--from", dest="source", metavar="FOLDER", help="a newer template, or the course itself")


def run(arguments: argparse.Namespace, course: Course) -> int:
    if not arguments.source:
        raise CourseError("Where from? For example: make update FROM=../order-up-student")
    before = read_note(course.root)
    if before is None:
        raise CourseError("This is the course itself and no learner's copy of it: `git pull` brings it up to date.")
    source = _source(arguments.source, course)
    note = read_note(source)
    if note is not None:
        files = _files(source, note)
    else:
        note, files = _of_course(source, course, before)
    changes = bring(files, note, course.root)
    print("\n".join(told(changes, Course(course.root)) or ["Everything is as it is there: nothing to bring."]))
    return 0


def told(changes: Changes, course: Course) -> list[str]:
    """What a run did, a line each, for whoever sits before it."""
    released = {place for place in changes.new if is_stub(place)}
    codes = [one.code for one in course.exercises if one.stub.relative_to(course.root).as_posix() in released]
    corrected = len(changes.new) + len(changes.replaced) + len(changes.removed) + len(changes.backups)
    lines = []
    if codes:
        lines.append(f"New exercises: {' '.join(codes)}")
    if corrected:
        lines.append(f"Files brought up to date: {corrected}")
    for place in changes.beside:
        what = "Its task has changed, and yours is kept" if is_stub(place) else "Kept as you changed it"
        lines.append(f"{what}: {place}\n  the new one is {NEW}/{place}")
    if changes.backups:
        lines.append(f"Yours are kept in {BACKUPS}: {', '.join(changes.backups)}")
    return lines


def _source(named: str, course: Course) -> Path:
    if "://" in named or named.startswith("git@"):
        raise CourseError(f"{named} is an address. `git clone` it into a folder first, and say FROM=that folder.")
    source = Path(named).expanduser()
    if not source.is_dir():
        raise CourseError(f"There is no folder {source}. FROM= names a newer template, or the course itself.")
    if source.resolve() == course.root.resolve():
        raise CourseError("FROM= names this very folder. It must be a newer template, or the course itself.")
    return source


def _files(source: Path, note: Note) -> dict[str, bytes]:
    """The files of a template.

    Raises:
        CourseError: when it is not whole, or somebody has worked in it.
    """
    files = {}
    for place in [*note.files, SHIPPED]:
        try:
            files[place] = (source / place).read_bytes()
        except OSError:
            raise CourseError(f"{source} is not whole: {place} is missing. Clone it again.") from None
        if is_stub(place) and stubs.blob_id(files[place]) != note.files[place]:
            raise CourseError(f"{source} is no fresh template: {place} was changed there. Clone the template again.")
    return files


def _of_course(source: Path, course: Course, before: Note) -> tuple[Note, dict[str, bytes]]:
    """What the course itself makes of the exercises that are here, and of all where all are released.

    README, workflow and settings come with a template only: in them stands what an instructor chose for a class.

    Raises:
        CourseError: when the folder holds no course, or it can't make a copy.
    """
    there = Course(source).exercises if (source / "grader" / "commands" / "classroom.py").exists() else []
    here = {exercise.stem for exercise in course.exercises}
    stems = [exercise.stem for exercise in there if before.everything or exercise.stem in here]
    if not stems:
        raise CourseError(f"{source} holds neither a template nor a course with the exercises that are here.")
    with tempfile.TemporaryDirectory(prefix="order-up-") as made:
        copy = Path(made) / "copy"
        arguments = [str(source.resolve()), "classroom", f"--into={copy}", "--", *stems]
        done = subprocess.run(
            [sys.executable, "-c", MAKE_A_COPY, *arguments], cwd=source, capture_output=True, encoding="utf-8"
        )
        note = read_note(copy) if done.returncode == 0 else None
        if note is None:
            said = (done.stderr.strip().splitlines() or ["it does not say why"])[-1]
            raise CourseError(f"{source} can't make a learner's copy: {said}")
        files = _files(copy, note)
    kept = {place: content for place, content in files.items() if is_stub(place) or is_the_courses(place)}
    return Note(note.course, before.everything), kept
