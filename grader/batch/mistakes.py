"""Which known mistakes somebody made, told from their report; and which are the commonest in a class.

The variants beside each exercise's checks are the source: ``mistake_….py`` says in its docstring what is done wrong,
which check catches it and which words the learner is told then. ``grader/mistakes.toml`` has the words for M-numbers.
"""

from __future__ import annotations

import collections
import functools
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from grader.course import Course, Exercise, docstring
from grader.gradebook import CommonMistake
from grader.report import CheckResult, ExerciseResult, Verdict

WORDS = Path(__file__).parents[1] / "mistakes.toml"

HEADER = re.compile(r"(?:(M\d{1,3}) · )?([^\n]+(?:\n[^\n]+)*)\n\ncaught by: (\w+)\nmessage: (.+)", re.DOTALL)
"""The docstring of a variant: number, sentence, check, message."""

SAYS_NOTHING = {Verdict.PASSED, Verdict.WAITING, Verdict.NOT_STARTED, Verdict.NOT_RECORDED}
"""Verdicts of checks that tell nothing of a mistake."""


@dataclass(frozen=True)
class Known:
    """A mistake that the course knows, as a variant shows it."""

    number: str
    """M01 … M120; empty for one that has no number."""
    sentence: str
    check: str
    message: str
    """What a learner who makes it is told, a part of it."""

    @property
    def key(self) -> str:
        """What makes it the same mistake as another: its number, or else its sentence."""
        return self.number or self.sentence


@functools.cache
def words() -> Mapping[str, str]:
    """What people do who make a mistake, by its M-number, to follow “31 of 120”: ``send no timeout``."""
    return {number: str(text) for number, text in tomllib.loads(WORDS.read_text(encoding="utf-8")).items()}


@functools.cache
def known(exercise: Exercise) -> tuple[Known, ...]:
    """The mistakes that are kept beside the checks of an exercise."""
    headers = (HEADER.fullmatch(docstring(path) or "") for path in exercise.mistakes)
    return tuple(
        Known(found[1] or "", " ".join(found[2].split()), found[3], found[4].strip()) for found in headers if found
    )


def made(exercise: Exercise, result: ExerciseResult) -> tuple[str, ...]:
    """The mistake that an answer makes, if it can be told: an M-number, or the sentence of a mistake without one.

    A failed check tells a mistake when the learner was told the words of a variant that the check catches; of several
    such variants the one with the longest words. The first check that tells one counts, and no other: one mistake makes
    several checks fail, and the rest would be put down to mistakes that nobody made. (Of the 1,251 variants themselves,
    this names 1,168 rightly and 47 wrongly; all failed checks together name 1,177 rightly, and 565 wrongly.) Where no
    words fit, the only M-number of the first check that has exactly one is meant; else nobody knows.
    """
    failed = [check for check in result.checks if check.verdict not in SAYS_NOTHING]
    fitting = [_fitting(check, known(exercise)) for check in failed]
    told = [key for keys in fitting if len(keys) == 1 for key in keys]
    guessed = [
        check.mistakes[0] for check, keys in zip(failed, fitting, strict=True) if not keys and len(check.mistakes) == 1
    ]
    return tuple([*told, *guessed][:1])


def numbers(mistakes: tuple[str, ...]) -> tuple[str, ...]:
    """Only those with an M-number: what stands at a mark in the gradebook."""
    return tuple(mistake for mistake in mistakes if mistake in words())


def _fitting(check: CheckResult, variants: tuple[Known, ...]) -> set[str]:
    """The mistakes whose words the learner was told: those with the longest."""
    told = "\n".join([check.problem.summary, *check.problem.details]) if check.problem else ""
    fitting = [one for one in variants if one.check == check.name and one.message in told]
    longest = max((len(one.message) for one in fitting), default=0)
    return {one.key for one in fitting if len(one.message) == longest}


@dataclass
class Commonest:
    """Counts the mistakes of a class, an answer at a time, so that no two reports need be there at once."""

    course: Course
    _learners: dict[str, dict[str, None]] = field(default_factory=dict)
    """By mistake: who made it, in the order in which they came."""
    _places: dict[str, collections.Counter[str]] = field(default_factory=dict)
    """By mistake: how many made it in which exercise."""

    def add(self, learner: str, stem: str, mistakes: Iterable[str]) -> None:
        """Count what ``made`` told of an answer; one mistake in several exercises counts once for a learner."""
        for mistake in mistakes:
            self._learners.setdefault(mistake, {})[learner] = None
            self._places.setdefault(mistake, collections.Counter())[stem] += 1

    def found(self, least: int = 2) -> tuple[CommonMistake, ...]:
        """The mistakes that so many learners made or more: the commonest first, then by number or sentence."""
        common = [key for key, learners in self._learners.items() if len(learners) >= least]
        return tuple(
            self._common(key) for key in sorted(common, key=lambda key: (-len(self._learners[key]), _order(key)))
        )

    def _common(self, key: str) -> CommonMistake:
        places = self._places[key]
        stem = min(places, key=lambda stem: (-places[stem], stem))
        exercise = next(one for one in self.course.exercises if one.stem == stem)
        lesson = exercise.topic.lesson.relative_to(self.course.root).as_posix()
        number = key if key in words() else ""
        return CommonMistake(number, words().get(key, key), tuple(self._learners[key]), stem, lesson)


def _order(key: str) -> tuple[int, str]:
    return (int(key[1:]), "") if key in words() else (1000, key)
