"""What the plugin knows while pytest runs: which file is graded, by which worker, and how it went so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from grader.check import Check
from grader.course import Course, Exercise
from grader.report import CheckResult, Problem, Verdict

from .door import Door
from .explain import Comparison
from .process import Workers
from .worker import Worker

if TYPE_CHECKING:
    from .recorder import Recorder


@dataclass(frozen=True)
class Candidate:
    """A file that takes the place of the stub."""

    exercise: Exercise
    name: str
    source: Path


@dataclass
class Run:
    """What the plugin knows during a session."""

    course: Course
    workers: Workers | None
    """None where the learner's code runs in this process."""
    recorder: Recorder | None = None
    """What records, in a run that does."""
    sources: dict[str, Path] = field(default_factory=dict)
    """By stem, files that take the place of the course's: a submission's."""
    results: dict[tuple[str, Path], list[CheckResult]] = field(default_factory=dict)
    current: tuple[Candidate, Worker] | None = None

    def worker(self, candidate: Candidate) -> Worker:
        """The worker of this file: the one it already has, or a new one."""
        if self.current is not None:
            served, worker = self.current
            if served == candidate and worker.alive:
                return worker
            worker.kill()
        worker = Worker(self.workers.take() if self.workers is not None else None)
        self.current = (candidate, worker)
        return worker

    def close(self) -> None:
        if self.current is not None:
            self.current[1].kill()
        if self.workers is not None:
            self.workers.close()


RUN: pytest.StashKey[Run] = pytest.StashKey()
DOOR: pytest.StashKey[Door] = pytest.StashKey()
COMPARED: pytest.StashKey[Comparison] = pytest.StashKey()
PROBLEM: pytest.StashKey[tuple[Verdict, Problem]] = pytest.StashKey()


# Small questions about a pytest item


def arguments_of(item: Any) -> dict[str, Any]:
    arguments: dict[str, Any] = item.funcargs
    return arguments


def function_of(item: Any) -> Any:
    return item.function


def module_of(item: Any) -> Any:
    return item.module


def check_of(item: pytest.Item) -> Check | None:
    return getattr(getattr(item, "function", None), "check", None)


def name_of(item: pytest.Item) -> str:
    return str(getattr(item, "originalname", item.name)).removeprefix("test_")


def title_of(function: Any) -> str:
    """The sentence that a learner reads: the docstring of the check."""
    return " ".join((function.__doc__ or function.__name__.removeprefix("test_").replace("_", " ")).split())


def first_name(item: pytest.Item) -> str:
    """The first check of the file: the one with a real result."""
    return next(str(name) for name, member in vars(module_of(item)).items() if hasattr(member, "check"))


def first_title(item: pytest.Item) -> str:
    return title_of(getattr(module_of(item), first_name(item))).rstrip(".")


def first_failed(item: pytest.Item) -> bool:
    candidate: Candidate = arguments_of(item)["candidate"]
    results = item.config.stash[RUN].results.get((candidate.exercise.stem, candidate.source), [])
    first = first_name(item).removeprefix("test_")
    return any(result.name == first and result.verdict is not Verdict.PASSED for result in results)
