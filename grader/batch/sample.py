"""A class that was never taught: generated submissions, for tests, for measurements and to try the commands on.

Each learner has come as far as learners do: some have done everything, most a part of it, some nothing. What was done
is the reference answer, one of the alternatives, or one of the known mistakes; the rest are the stubs. No two files
that were worked on have the same text.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

from grader.course import Course, Exercise

NAMES = ("ada", "ben", "chi", "dua", "eli", "fay", "gus", "hal", "ida", "jon", "kim", "lou", "mia", "ned", "oli", "pia")

MISTAKEN, ALTERNATIVE = 0.25, 0.15
"""Of what was worked on, the shares that is a known mistake, or a right answer written differently."""


def learners(count: int) -> list[str]:
    """So many account names."""
    return [f"{NAMES[number % len(NAMES)]}{number:03}" for number in range(count)]


def write_class(course: Course, exercises: Sequence[Exercise], folder: Path, count: int, *, seed: int = 1) -> None:
    """Write a submission, a folder with ``exercises/``, for each of ``count`` learners."""
    for learner in learners(count):
        write_submission(course, exercises, folder / learner, random.Random(f"{seed}/{learner}"), learner)


def write_submission(
    course: Course, exercises: Sequence[Exercise], folder: Path, chance: random.Random, learner: str
) -> None:
    """Write one learner's ``exercises/``."""
    diligence = chance.choice([0.0, 0.3, 0.5, 0.7, 0.9, 1.0])
    done = round(diligence * len(exercises))
    for number, exercise in enumerate(exercises):
        path = folder / exercise.stub.relative_to(course.root)
        path.parent.mkdir(parents=True, exist_ok=True)
        source = _chosen(exercise, chance) if number < done else exercise.stub
        text = source.read_text(encoding="utf-8")
        path.write_text(text if source == exercise.stub else f"{text}\n# {learner}\n", encoding="utf-8")


def _chosen(exercise: Exercise, chance: random.Random) -> Path:
    luck = chance.random()
    if luck < MISTAKEN and exercise.mistakes:
        return chance.choice(exercise.mistakes)
    if luck < MISTAKEN + ALTERNATIVE and exercise.alternatives:
        return chance.choice(exercise.alternatives)
    return exercise.solution
