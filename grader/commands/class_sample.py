"""A class that nobody taught: a plausible gradebook of any size, the same for the same seed. For pictures and tests."""

from __future__ import annotations

import dataclasses
import random
from fractions import Fraction

from grader.assignment import rounded
from grader.batch import mistakes
from grader.course import Course, Exercise
from grader.gradebook import Column, Gradebook, Mark, Row
from grader.report import Verdict

FIRST = (
    *(
        "Ada",
        "Amara",
        "Anouk",
        "Bela",
        "Björn",
        "Chiara",
        "Daan",
        "Élodie",
        "Emre",
        "Farah",
        "Grete",
        "Hana",
        "Ines",
        "Ivo",
    ),
    *(
        "Jun",
        "Kofi",
        "Lea",
        "Luca",
        "Maya",
        "Nils",
        "Noor",
        "Oskar",
        "Priya",
        "Rafael",
        "Sanna",
        "Tomás",
        "Uma",
        "Wren",
    ),
)
LAST = (
    *("Adeyemi", "Bauer", "Costa", "Dvořák", "Eriksen", "Fontaine", "Grünwald", "Haddad", "Ito", "Jansen", "Kowalska"),
    *(
        "Lindqvist",
        "Moreau",
        "Novak",
        "Okafor",
        "Petrova",
        "Quispe",
        "Rossi",
        "Sørensen",
        "Tanaka",
        "Usman",
        "Vega",
        "Ziegler",
    ),
)
COMMON = {"M17": 9, "M01": 8, "M12": 5, "M07": 4, "M38": 4, "M37": 4, "M21": 3, "M26": 3, "M14": 3, "M86": 3}
"""How much more often these are made than others."""

CREATED, DUE = "2027-02-08T09:12:00+00:00", "2027-02-05T23:59:00+01:00"


def sample(
    course: Course, learners: int = 120, *, seed: int = 7, stems: tuple[str, ...] = (), out_of: int = 20
) -> Gradebook:
    """A class of so many invented learners.

    Args:
        course: its exercises are the columns, and their known mistakes are the ones that are made.
        learners: how many there are.
        seed: another one gives another class.
        stems: the exercises of the assignment; left out, all of them.
        out_of: what full marks are worth.
    """
    chance = random.Random(seed)
    exercises = [one for one in course.exercises if not stems or one.stem in stems]
    columns = tuple(Column(one.stem, one.code, one.title, one.topic.name, one.points, one.core) for one in exercises)
    count = mistakes.Commonest(course)
    rows = [_row(chance, number, exercises, out_of, count) for number in range(learners)]
    return Gradebook(
        title="Week 6: when things go wrong" if stems else "Order Up, all of it",
        out_of=float(out_of),
        columns=columns,
        rows=tuple(sorted(rows, key=lambda row: row.name)),
        mistakes=count.found()[:6],
        created=CREATED,
        due=DUE,
        isolation="bubblewrap",
        versions={"python": "3.11.2", "order-up": "1.0.0"},
    )


def _row(chance: random.Random, number: int, exercises: list[Exercise], out_of: int, count: mistakes.Commonest) -> Row:
    first, last = chance.choice(FIRST), chance.choice(LAST)
    learner = f"{first}-{last}-{number}".lower().encode("ascii", "ignore").decode()
    who = Row(learner, f"{first} {last}", f"{learner}@school.example")
    fate = chance.random()
    if fate < 0.04:
        return dataclasses.replace(who, state="nothing handed in", attempts=0)
    if fate < 0.055:
        return dataclasses.replace(
            who, state="not graded", notes=("The zip is broken: it ends in the middle of a file.",)
        )
    skill, stamina = chance.betavariate(4, 2), chance.betavariate(5, 1.5)
    marks = tuple(
        _mark(
            chance,
            learner,
            exercise,
            skill - 0.35 * place / len(exercises),
            place < stamina * len(exercises) + 1,
            count,
        )
        for place, exercise in enumerate(exercises)
    )
    days = chance.choice((1, 1, 2)) if chance.random() < 0.08 else 0
    earned, points = sum((Fraction(mark.earned) for mark in marks), Fraction()), sum(one.points for one in exercises)
    kept = 1 - Fraction(days, 10)
    return dataclasses.replace(
        who,
        score=rounded(earned / max(1, points) * out_of * kept),
        earned=float(earned),
        submitted=f"2027-02-0{5 + days}T18:03:00+01:00",
        submitted_by="its name",
        days_late=days,
        late_percent=10.0 * days,
        isolation="bubblewrap",
        marks=marks,
    )


def _mark(
    chance: random.Random, learner: str, exercise: Exercise, skill: float, begun: bool, count: mistakes.Commonest
) -> Mark:
    if not begun:
        return Mark(exercise.stem, Verdict.NOT_STARTED.value if chance.random() < 0.7 else "missing", 0.0)
    if chance.random() < 0.25 + 0.75 * skill:
        return Mark(exercise.stem, Verdict.PASSED.value, float(exercise.points))
    known = mistakes.known(exercise)
    one = chance.choices(known, [COMMON.get(mistake.number, 1) for mistake in known])[0]
    count.add(learner, exercise.stem, (one.key,))
    verdict = chance.choices(
        (Verdict.WRONG_RESULT, Verdict.WRONG_REQUEST, Verdict.CRASHED, Verdict.TOO_SLOW), (10, 6, 3, 1)
    )[0]
    earned = float(chance.randint(0, max(0, exercise.points - 1)))
    return Mark(exercise.stem, verdict.value, earned, problem=one.sentence, mistakes=mistakes.numbers((one.key,)))
