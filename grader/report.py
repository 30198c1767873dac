"""The report of a run: plain data from which every face is written. Version 1.

``Report.to_json`` and ``Report.from_json`` are inverse to each other. Fields may be added within a version;
none is renamed or removed.
"""

from __future__ import annotations

import dataclasses
import enum
from dataclasses import dataclass, field
from typing import Any

VERSION = 1

GIVEN = "by the check"
"""The note of an exchange whose answer the check passed in: the learner's code did not send it."""


class Verdict(enum.StrEnum):
    """How a check, or a whole exercise, went."""

    PASSED = "passed"
    NOT_STARTED = "not started"
    WRONG_REQUEST = "wrong request"
    WRONG_RESULT = "wrong result"
    CRASHED = "crashed"
    TOO_SLOW = "too slow"
    WAITING = "waiting"
    NOT_RECORDED = "not recorded"


@dataclass(frozen=True)
class Frame:
    """One line of the learner's own code in a traceback."""

    line: int
    function: str
    code: str


@dataclass(frozen=True)
class Sent:
    """One exchange as a learner is shown it."""

    method: str
    url: str
    status: int | None
    """The answer's status; None when there was none."""
    note: str = ""
    """Why there was no answer, or what else is worth a word: ``not recorded``, ``timed out``."""


@dataclass(frozen=True)
class Problem:
    """Why a check did not pass, for the person who wrote the code."""

    summary: str
    """What was done wrong, in one sentence."""
    details: tuple[str, ...] = ()
    """Lines that belong to it: what was sent and expected, the one difference, the difference of two values."""
    frames: tuple[Frame, ...] = ()
    """Where in the learner's file it happened, outermost first."""


@dataclass(frozen=True)
class CheckResult:
    name: str
    """The pytest function without ``test_``."""
    title: str
    """The sentence that a learner reads."""
    verdict: Verdict
    points: int
    earned: int
    says: str
    """The phrase of the stub that the check enforces."""
    hint: tuple[str, ...] = ()
    mistakes: tuple[str, ...] = ()
    extra: bool = False
    problem: Problem | None = None
    sent: tuple[Sent, ...] = ()
    printed: str = ""
    """What the learner's code wrote to its output and logs, cut to a few thousand characters."""
    seconds: float = 0.0


@dataclass(frozen=True)
class ExerciseResult:
    stem: str
    topic: str
    title: str
    source: str
    """The graded file, relative to the course, with forward slashes."""
    verdict: Verdict
    points: int
    earned: int
    core: bool
    checks: tuple[CheckResult, ...]

    @property
    def first_problem(self) -> CheckResult | None:
        """The check that a learner should look at now."""
        failed = [check for check in self.checks if check.verdict is not Verdict.PASSED and not check.extra]
        return next((check for check in failed if check.verdict is not Verdict.WAITING), failed[0] if failed else None)


@dataclass(frozen=True)
class Report:
    """A run over some exercises."""

    exercises: tuple[ExerciseResult, ...]
    errors: tuple[str, ...] = ()
    """What went wrong outside the learner's code, one sentence each; the run is not to be trusted then."""
    version: int = VERSION
    created: str = ""
    """When, ISO 8601 in UTC."""
    versions: dict[str, str] = field(default_factory=dict)
    """What it ran on: python, requests, vcrpy, pytest."""
    isolation: str = ""
    """How the learner's code was kept apart, where a class was graded: a tier of ``grader.isolation``."""

    @property
    def points(self) -> int:
        return sum(exercise.points for exercise in self.exercises)

    @property
    def earned(self) -> int:
        return sum(exercise.earned for exercise in self.exercises)

    @property
    def passed(self) -> bool:
        return not self.errors and all(exercise.verdict is Verdict.PASSED for exercise in self.exercises)

    def to_json(self) -> dict[str, Any]:
        """Plain data for ``json.dumps``, with the sums that a reader would otherwise have to make."""
        data = plain(self)
        return {"version": data.pop("version"), "points": self.points, "earned": self.earned, **data}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Report:
        """The report that :meth:`to_json` wrote.

        Raises:
            ValueError: when the data is of another version.
        """
        if data.get("version") != VERSION:
            raise ValueError(f"this is a report of version {data.get('version')!r}; version {VERSION} is read here")
        return cls(
            exercises=tuple(result_from_json(exercise) for exercise in data["exercises"]),
            errors=tuple(data["errors"]),
            created=data["created"],
            versions=dict(data["versions"]),
            isolation=data.get("isolation", ""),
        )


def plain(value: Any) -> Any:
    """Plain data for ``json.dumps``: dataclasses as dicts, all the way down. ``dataclasses.asdict`` also copies what
    need not be copied, and takes several times as long, which a class of reports feels.
    """
    if dataclasses.is_dataclass(value):
        return {name: plain(item) for name, item in vars(value).items()}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    return value


def result_from_json(data: dict[str, Any]) -> ExerciseResult:
    """The result of one exercise, from ``plain`` of it."""
    checks = tuple(_check(check) for check in data["checks"])
    return ExerciseResult(**{**data, "verdict": Verdict(data["verdict"]), "checks": checks})


def _check(data: dict[str, Any]) -> CheckResult:
    problem = data["problem"]
    if problem is not None:
        frames = tuple(Frame(**frame) for frame in problem["frames"])
        problem = Problem(problem["summary"], tuple(problem["details"]), frames)
    return CheckResult(
        **{
            **data,
            "verdict": Verdict(data["verdict"]),
            "hint": tuple(data["hint"]),
            "mistakes": tuple(data["mistakes"]),
            "problem": problem,
            "sent": tuple(Sent(**sent) for sent in data["sent"]),
        }
    )
