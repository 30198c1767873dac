"""A door to a module that a test writes on the spot, in a forked worker, a started one, and inline."""

from __future__ import annotations

import contextlib
import json
import os
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from vcr.request import Request

from grader.judge.door import Door
from grader.judge.given import Client, LearnersModule
from grader.judge.outcome import Outcome
from grader.judge.process import Workers, environment
from grader.judge.replay import Recording
from grader.judge.wire import Wire
from grader.judge.worker import Worker
from grader.report import Problem, Verdict

START = 1_795_370_400.0  # 2026-11-22T18:00:00Z

CAN_FORK = hasattr(os, "fork")
PROCESSES = ["forked", "spawned"] if CAN_FORK else ["spawned"]


def exchange(
    method: str = "GET",
    url: str = "https://bistro.test/",
    body: bytes | None = None,
    *,
    status: int = 200,
    answer: Any = None,
    **headers: str,
) -> tuple[Request, dict[str, Any]]:
    """A recorded interaction; ``answer`` is sent as JSON."""
    sent = {"Content-Type": "application/json"} if body else {}
    content = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
    named = {name.replace("_", "-"): [value] for name, value in headers.items()}
    response = {
        "status": {"code": status, "message": "OK"},
        "headers": {"Content-Type": ["application/json"], **named},
        "body": {"string": content},
    }
    return Request(method, url, body, sent), response


class Opened:
    """A door and the module behind it."""

    def __init__(self, door: Door, module: LearnersModule, worker: Worker) -> None:
        self.door, self.module, self.worker = door, module, worker

    @property
    def wire(self) -> Wire:
        return self.door.wire

    @property
    def client(self) -> Client:
        return Client(self.door)

    def end(self) -> None:
        """End the check, as the plugin does."""
        self.door.end()


class Opener:
    """Opens doors, one after another, as checks of one exercise have them.

    Args:
        make: a new worker.
        folder: where the modules are written.
        worker: one that still lives, from an earlier test.
    """

    def __init__(self, kind: str, make: Callable[[], Worker], folder: Path, worker: Worker | None = None) -> None:
        self.kind = kind
        self.worker = worker
        self._make = make
        self._folder = folder
        self._current: Opened | None = None

    def __call__(
        self,
        source: str,
        *interactions: Any,
        seconds: float = 5.0,
        offline: bool = False,
        match: tuple[str, ...] = (),
        free: tuple[str, ...] = (),
        overlay: dict[int, dict[str, object]] | None = None,
    ) -> Opened:
        self.close()
        path = self._folder / "learner.py"
        path.write_text(textwrap.dedent(source), encoding="utf-8")
        recording = None if offline else Recording(Path("recording.yaml"), list(interactions))
        if recording is not None:
            recording.match, recording.free = match, free
            recording.overlay(overlay or {})
        if self.worker is None or not self.worker.alive:
            self.worker = self._make()
        door = Door(self.worker, recording, seconds)
        door.begin(start=START, environment=environment())
        exercise: Any = SimpleNamespace(stem="e00_learner")
        self._current = Opened(door, LearnersModule(door, exercise, path), self.worker)
        return self._current

    def close(self) -> None:
        if self._current is not None:
            self._current.end()
            self._current = None


class Supply:
    """Where the tests of a session get their workers; one that still lives serves the next test, too."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.worker: Worker | None = None
        self._workers = Workers(fork=kind == "forked") if kind != "inline" else None

    @contextlib.contextmanager
    def opener(self, folder: Path) -> Iterator[Opener]:
        opener = Opener(self.kind, self._make, folder, self.worker)
        try:
            yield opener
        finally:
            opener.close()
            self.worker = opener.worker

    def _make(self) -> Worker:
        if self.worker is not None:
            self.worker.kill()
        self.worker = Worker(self._workers.take() if self._workers is not None else None)
        return self.worker

    def close(self) -> None:
        if self.worker is not None:
            self.worker.kill()
        if self._workers is not None:
            self._workers.close()


@pytest.fixture(scope="session")
def supplies() -> Iterator[Callable[[str], Supply]]:
    made: dict[str, Supply] = {}

    def supply(kind: str) -> Supply:
        if kind not in made:
            made[kind] = Supply(kind)
        return made[kind]

    yield supply
    for one in made.values():
        one.close()


@pytest.fixture(params=[*PROCESSES, "inline"])
def open_door(request: pytest.FixtureRequest, supplies: Callable[[str], Supply], tmp_path: Path) -> Iterator[Opener]:
    """Opens a door to the text of a module, in each of the ways in which a learner's code can run."""
    with supplies(request.param).opener(tmp_path) as opener:
        yield opener


@pytest.fixture(params=PROCESSES)
def open_process(request: pytest.FixtureRequest, supplies: Callable[[str], Supply], tmp_path: Path) -> Iterator[Opener]:
    """The same in a process of its own only: for what would end or stop this one."""
    with supplies(request.param).opener(tmp_path) as opener:
        yield opener


@contextlib.contextmanager
def ends_with(verdict: Verdict, *words: str) -> Iterator[list[Problem]]:
    """The block ends with this verdict, and its problem's summary has these words. The list gets the problem."""
    problems: list[Problem] = []
    with pytest.raises(Outcome) as caught:
        yield problems
    assert caught.value.verdict is verdict, caught.value
    for word in words:
        assert word in caught.value.problem.summary
    problems.append(caught.value.problem)
