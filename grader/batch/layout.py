"""Which of the files in a submission are the exercises, however it was packed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from grader.batch.contents import IS_FOLDER, Entry
from grader.course import Course, Exercise

OTHER_ROOMS = {"solutions", "tests", "cassettes"}
"""Folders of the course that have files with the same names, which nobody hands in."""


def candidates(entries: Iterable[Entry], course: Course) -> dict[str, list[Entry]]:
    """What may be an exercise, by stem, the likeliest first; what stands in another room of the course is not.

    ``exercises/t05_…/e22_….py`` comes before ``t05_…/e22_….py``, and that before ``e22_….py``; of the same kind, what
    lies less deep comes first.
    """
    exercises = {f"{exercise.stem}.py": exercise for exercise in course.exercises}
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        exercise = exercises.get(entry.name.casefold())
        if exercise is not None and room(entry, exercise) not in OTHER_ROOMS:
            found.setdefault(exercise.stem, []).append(entry)
    return {
        exercise.stem: sorted(found[exercise.stem], key=lambda entry: likelihood(entry, exercise))
        for exercise in course.exercises
        if exercise.stem in found
    }


def likelihood(entry: Entry, exercise: Exercise) -> tuple[bool, int, int, bool]:
    """The less, the likelier is it that this is the exercise's file. Two that have the same can't be told apart."""
    topic = entry.parts[-2:-1] and entry.parts[-2].casefold() == exercise.topic.name
    kind = 2 if not topic else 1 if room(entry, exercise) != "exercises" else 0
    return bool(entry.problem), kind, len(entry.parts), entry.name != f"{exercise.stem}.py"


def room(entry: Entry, exercise: Exercise) -> str:
    """The folder above the topic's, or above the file where there is none for the topic."""
    folders = [part.casefold() for part in entry.parts[:-1]]
    if folders and re.fullmatch(r"t\d\d_[a-z0-9_]+", folders[-1]):
        folders.pop()
    return folders[-1] if folders else ""


def oddities(taken: Mapping[str, Entry], course: Course) -> list[str]:
    """A sentence on each way in which the files that were taken don't stand where they belong."""
    return []


def near(entries: Sequence[Entry], taken: Mapping[str, object], course: Course) -> list[str]:
    """Files that are almost called like an exercise that is missing."""
    missing = {exercise.code: exercise for exercise in course.exercises if exercise.stem not in taken}
    notes = []
    for entry in entries:
        exercise = missing.get(entry.name[:3].casefold())
        if exercise is None or entry.problem == IS_FOLDER or entry.name.casefold() == f"{exercise.stem}.py":
            continue
        if entry.name.casefold().endswith((".py", ".txt", ".ipynb")) and not OTHER_ROOMS & set(entry.parts):
            notes.append(f"{entry.shown} was not taken: the file must be called {exercise.stem}.py.")
    return notes
