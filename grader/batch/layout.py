"""Which of the files in a submission are the exercises, however it was packed."""

from __future__ import annotations

import collections
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from grader.batch.contents import IS_FOLDER, Entry, shown
from grader.course import TOPIC, Course, Exercise

OTHER_ROOMS = {"solutions", "tests"}
"""Folders of the course that have files with the same names, which nobody hands in."""


@dataclass(frozen=True)
class Found:
    """The files that may be somebody's answer to an exercise."""

    best: tuple[Entry, ...]
    """The likeliest; several where nothing tells them apart."""
    others: tuple[Entry, ...]


def candidates(entries: Iterable[Entry], course: Course) -> dict[str, Found]:
    """What may be an exercise, by stem, in the course's order; what stands in another room of the course is not.

    ``exercises/t05_…/e22_….py`` comes before ``t05_…/e22_….py``, and that before ``e22_….py``; of the same kind, what
    lies less deep comes first.
    """
    exercises = {f"{exercise.stem}.py": exercise for exercise in course.exercises}
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        exercise = exercises.get(entry.name.casefold())
        if exercise is not None and _room(entry) not in OTHER_ROOMS:
            found.setdefault(exercise.stem, []).append(entry)
    return {one.stem: _sorted(found[one.stem], one) for one in course.exercises if one.stem in found}


def _sorted(entries: Sequence[Entry], exercise: Exercise) -> Found:
    first = min(_rank(entry, exercise) for entry in entries)
    best = tuple(entry for entry in entries if _rank(entry, exercise) == first)
    return Found(best, tuple(entry for entry in entries if entry not in best))


def _rank(entry: Entry, exercise: Exercise) -> tuple[bool, int, int, bool]:
    """The less, the likelier is it that this is the exercise's file."""
    return bool(entry.problem), _kind(entry, exercise), len(entry.parts), entry.name != f"{exercise.stem}.py"


def _kind(entry: Entry, exercise: Exercise) -> int:
    """0 in ``exercises/`` and the topic's folder, 1 in the topic's folder, 2 elsewhere."""
    if entry.parts[-2:-1] == () or entry.parts[-2].casefold() != exercise.topic.name:
        return 2
    return int(_room(entry) != "exercises")


def _room(entry: Entry) -> str:
    """The folder above the topic's, or above the file where there is none for the topic."""
    folders = [part.casefold() for part in entry.parts[:-1]]
    if folders and TOPIC.fullmatch(folders[-1]):
        folders.pop()
    return folders[-1] if folders else ""


def oddities(taken: Mapping[str, Entry], course: Course) -> list[str]:
    """A sentence for each place that answers were taken from and don't belong in, and for each odd way to write a name.

    ``exercises/`` may stand in one folder more: that is how hosting sites and file managers make zips.
    """
    places: collections.Counter[str] = collections.Counter()
    notes = []
    for exercise in (one for one in course.exercises if one.stem in taken):
        entry = taken[exercise.stem]
        kind = _kind(entry, exercise)
        if kind or len(entry.parts) > 4:
            places["/".join(entry.parts[:-1] if kind == 2 else entry.parts[:-2])] += 1
        if entry.name != f"{exercise.stem}.py":
            notes.append(f"{entry.shown} was taken for {exercise.stem}.py, although it is written differently.")
    for place, count in places.items():
        what = "1 exercise was" if count == 1 else f"{count} exercises were"
        where = f"in {shown(place)}/" if place else "at the top"
        notes.append(f"{what} found {where} and taken from there; answers belong into exercises/ and its folders.")
    return notes


def left_out(found: Mapping[str, Found]) -> list[str]:
    """A sentence on copies of answers in less likely places."""
    copies = [entry for one in found.values() for entry in one.others if not entry.problem]
    if not copies:
        return []
    what = "1 further copy of an answer was" if len(copies) == 1 else f"{len(copies)} further copies of answers were"
    return [f"{what} left out: {copies[0].shown}{' and others' if len(copies) > 1 else ''}."]


def near(entries: Iterable[Entry], taken: Mapping[str, object], course: Course) -> list[str]:
    """Files that are almost called like an exercise that is missing."""
    missing = {exercise.code: exercise for exercise in course.exercises if exercise.stem not in taken}
    notes = []
    for entry in entries:
        exercise = missing.get(entry.name[:3].casefold())
        if exercise is None or entry.problem == IS_FOLDER or entry.name.casefold() == f"{exercise.stem}.py":
            continue
        others = OTHER_ROOMS & {part.casefold() for part in entry.parts[:-1]}
        if entry.name.casefold().endswith((".py", ".txt", ".ipynb")) and not others:
            notes.append(f"{entry.shown} was not taken. If it is the answer, it must be called {exercise.stem}.py.")
    return notes


def blocked(entries: Iterable[Entry]) -> list[str]:
    """A sentence on each of the course's folders that is no folder: a link to one, say."""
    return [
        f"{entry.shown} {entry.problem or 'is a file. It should be a folder'}."
        for entry in entries
        if entry.problem != IS_FOLDER and (entry.name == "exercises" or TOPIC.fullmatch(entry.name))
    ]


def nothing(entries: Sequence[Entry], course: Course) -> str:
    """The sentence on a submission without any answer."""
    names = {f"{exercise.stem}.py" for exercise in course.exercises}
    rooms = sorted({_room(entry) for entry in entries if entry.name.casefold() in names} & OTHER_ROOMS)
    if rooms:
        return (
            f"No exercise was found but in {rooms[0]}/, which is not what is handed in. Ask for the folder exercises."
        )
    if zips := [entry for entry in entries if entry.name.casefold().endswith(".zip")]:
        return f"It holds no exercise but {zips[0].shown}, and no zip in a zip is opened. Unpack it, and grade again."
    if not [entry for entry in entries if entry.problem != IS_FOLDER]:
        return "It is empty: there is not a file in it. Ask for the folder exercises."
    example = course.exercises[0].stub.relative_to(course.root).as_posix() if course.exercises else "exercises"
    return f"No exercise that can be read was found in it, such as {example}. Ask for the folder exercises."
