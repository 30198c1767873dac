"""What grades an assignment somewhere else: the instructor's copy of engine, checks, recordings and stubs.

No solutions, mistakes or alternatives, no practice servers, no pages for instructors.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from grader import stubs
from grader.assignment import Assignment
from grader.course import Course, CourseError, Exercise

ENGINE = Path(__file__).resolve().parents[1]
GROUPS = ("learner", "instructor")


def contents(course: Course, assignment: Assignment, path: Path | None) -> dict[str, bytes]:
    """The files by their names below a folder, with forward slashes.

    Args:
        course: where they come from.
        assignment: whose exercises are taken.
        path: the assignment's own file, which becomes ``assignment.toml``; None for the whole course.

    Raises:
        CourseError: when a stub is not as it was shipped.
    """
    found = {name: place.read_bytes() for name, place in _files(course, assignment)}
    if path is not None:
        found["assignment.toml"] = path.read_bytes()
    return found


def _files(course: Course, assignment: Assignment) -> Iterator[tuple[str, Path]]:
    for place in ENGINE.rglob("*"):
        if place.is_file() and "__pycache__" not in place.parts and not place.name.startswith("."):
            yield f"grader/{place.relative_to(ENGINE).as_posix()}", place
    root = ENGINE.parent
    for name in ("pyproject.toml", "LICENSE", *(f"requirements/{group}.txt" for group in GROUPS)):
        yield name, root / name
    yield "exercises/.shipped", course.root / "exercises" / ".shipped"
    for exercise in assignment.exercises(course):
        for place in _rooms(exercise):
            yield place.relative_to(course.root).as_posix(), place


def _rooms(exercise: Exercise) -> Iterator[Path]:
    if not stubs.is_untouched(exercise):
        name = exercise.stub.relative_to(exercise.root).as_posix()
        raise CourseError(
            f"{name} is not the stub that was shipped, and learners' work is compared with that. "
            f"Bring it back with `make reset EX={exercise.code}`."
        )
    yield exercise.stub
    yield exercise.checks
    yield from (place for place in (exercise.topic.lesson, exercise.variants / "props.py") if place.exists())
    yield from (place for place in exercise.cassettes.rglob("*") if place.is_file())
