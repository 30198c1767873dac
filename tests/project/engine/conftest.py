"""A door to a module that a test writes on the spot, in a forked worker, a started one, and inline."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from vcr.request import Request

from grader.judge.door import Door, Worker
from grader.judge.fixtures import LearnersModule
from grader.judge.process import Workers, environment
from grader.judge.replay import Recording

START = 1_795_370_400.0  # 2026-11-22T18:00:00Z


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


@pytest.fixture(scope="session", params=["forked", "spawned"])
def workers(request: pytest.FixtureRequest) -> Iterator[Workers]:
    made = Workers(fork=request.param == "forked")
    yield made
    made.close()


@pytest.fixture(scope="session")
def forked() -> Iterator[Workers]:
    made = Workers()
    yield made
    made.close()


Opener = Callable[..., Opened]


def opener(make: Callable[[], Worker], tmp_path: Path) -> Iterator[Opener]:
    opened: list[Opened] = []

    def open_door(source: str, *interactions: Any, seconds: float = 5.0, offline: bool = False, **match: Any) -> Opened:
        path = tmp_path / "learner.py"
        path.write_text(textwrap.dedent(source), encoding="utf-8")
        recording = None if offline else Recording(Path("recording.yaml"), list(interactions))
        if recording is not None:
            recording.match, recording.free = match.get("match", ()), match.get("free", ())
        worker = opened[-1].worker if opened and opened[-1].worker.alive else make()
        door = Door(worker, recording, seconds)
        door.begin(start=START, environment=environment())

        class Fake:
            stem = "e00_learner"

        opened.append(Opened(door, LearnersModule(door, Fake(), path), worker))  # type: ignore[arg-type]
        return opened[-1]

    yield open_door
    for one in opened[-1:]:
        one.door.end()
        one.worker.kill()


@pytest.fixture(params=["forked", "spawned", "inline"])
def open_door(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opener]:
    """Opens a door to the text of a module, in each of the ways in which a learner's code can run."""
    if request.param == "inline":
        yield from opener(lambda: Worker(None), tmp_path)
        return
    workers = Workers(fork=False) if request.param == "spawned" else request.getfixturevalue("forked")
    yield from opener(lambda: Worker(workers.take()), tmp_path)
    if request.param == "spawned":
        workers.close()


@pytest.fixture
def open_forked(forked: Workers, tmp_path: Path) -> Iterator[Opener]:
    """The same in a forked worker only: for what would end or stop this process."""
    yield from opener(lambda: Worker(forked.take()), tmp_path)
