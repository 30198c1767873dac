"""The pytest fixtures: what a check can ask for. The names are a contract: see docs/authoring.md."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, overload

import pytest
from pytest_recording._vcr import use_cassette

from .door import Door
from .given import CheckClock, Client, LearnersModule, Secrets, World
from .process import environment
from .remote import Remote
from .replay import Recording
from .session import DOOR, RUN, Candidate, check_of, first_failed, name_of
from .wire import Exchange, Wire

SECONDS = 10.0
"""How long one check may take, in real time."""


@pytest.fixture(scope="module")
def candidate(request: pytest.FixtureRequest) -> Candidate:
    """The file that takes the place of the stub."""
    if hasattr(request, "param"):
        chosen: Candidate = request.param
        return chosen
    run = request.config.stash[RUN]
    exercise = run.course.of(Path(str(request.path)))
    if exercise is None:
        pytest.fail(f"{request.path} is not the test file of an exercise", pytrace=False)
    if exercise.stem in run.sources:
        return Candidate(exercise, "submission", run.sources[exercise.stem])
    room = request.config.getoption("--room")
    return Candidate(exercise, room, exercise.solution if room == "solutions" else exercise.stub)


class Recorded(Sequence[Exchange]):
    """What a cassette holds at the moment of asking: while it is recorded, it grows."""

    def __init__(self, cassette: Recording | None) -> None:
        self._cassette = cassette

    @overload
    def __getitem__(self, index: int) -> Exchange: ...
    @overload
    def __getitem__(self, index: slice) -> list[Exchange]: ...
    def __getitem__(self, index: int | slice) -> Exchange | list[Exchange]:
        return self._exchanges()[index]

    def __len__(self) -> int:
        return len(self._exchanges())

    def _exchanges(self) -> list[Exchange]:
        return self._cassette.exchanges if self._cassette is not None else []


# pytest-recording's fixtures: which cassette


@pytest.fixture
def vcr_config(request: pytest.FixtureRequest) -> dict[str, Any]:
    """Replaying, whatever ``--record-mode`` says: rewriting deletes a recording before it fails."""
    check = check_of(request.node)
    if request.config.stash[RUN].recorder is None or check is None:
        return {"record_mode": "none"}
    from . import recorder

    return recorder.options(check.match)


@pytest.fixture(scope="module")
def vcr_cassette_dir(request: pytest.FixtureRequest) -> str:
    course = request.config.stash[RUN].course
    exercise = course.of(Path(str(request.path)))
    if exercise is None:
        return str(Path(str(request.path)).parent / "cassettes")
    recorder = request.config.stash[RUN].recorder
    if recorder is not None:
        recorder.write_world(exercise, getattr(request.module, "draw", None))
        return str(recorder.folder(exercise))
    other = request.config.getoption("--cassettes")
    return str(Path(other) / exercise.cassettes.relative_to(course.root / "cassettes") if other else exercise.cassettes)


@pytest.fixture
def default_cassette_name(request: pytest.FixtureRequest) -> str:
    check = check_of(request.node)
    return (check.cassette if check is not None else None) or name_of(request.node)


@pytest.fixture(autouse=True)
def vcr(request: pytest.FixtureRequest) -> Iterator[Any]:
    """What pytest-recording's fixture does in replaying, without the half dozen fixtures that it asks for each time."""
    markers = list(request.node.iter_markers("vcr"))
    if not markers:
        yield None
        return
    value = request.getfixturevalue
    config, folder, name = value("vcr_config"), value("vcr_cassette_dir"), value("default_cassette_name")
    with use_cassette(name, folder, "none", markers, config, request.config) as cassette:
        yield cassette


@pytest.fixture(autouse=True)
def block_network() -> None:
    """There is nothing to be blocked: the judge is the network."""


# What checks ask for


@pytest.fixture
def door(request: pytest.FixtureRequest, candidate: Candidate, vcr: Recording | None, world: World) -> Iterator[Door]:
    """The way to the learner's code, for this check."""
    check, run = check_of(request.node), request.config.stash[RUN]
    if vcr is not None and check is not None:
        vcr.match, vcr.free = check.match, check.free
        if run.recorder is None and vcr.problem is None:
            vcr.overlay(check.overlay)
    door = Door(run.worker(candidate), vcr, SECONDS)
    request.node.stash[DOOR] = door
    with contextlib.nullcontext() if run.recorder is None else run.recorder.check(door, vcr):
        variables = environment() | (run.recorder.environment() if run.recorder is not None else {})
        ahead = (candidate.source, candidate.exercise.stem) if _may_load_ahead(request) else None
        door.begin(start=world.start, environment=variables, replay=run.recorder is None, ahead=ahead)
        yield door
        door.end()


def _may_load_ahead(request: pytest.FixtureRequest) -> bool:
    """Whether the learner's module can be loaded while pytest goes on: not before its keys are in the environment."""
    check = check_of(request.node)
    waiting = check is not None and check.waits and first_failed(request.node)
    return "exercise" in request.fixturenames and "secrets" not in request.fixturenames and not waiting


@pytest.fixture
def exercise(door: Door, candidate: Candidate) -> LearnersModule:
    """The learner's module in the worker, loaded afresh: functions, classes and exceptions by attribute."""
    return LearnersModule(door, candidate.exercise, candidate.source)


@pytest.fixture
def world(vcr_cassette_dir: str) -> World:
    """The check's inputs, as they were when the recording was made."""
    return World(Path(vcr_cassette_dir) / "world.json")


@pytest.fixture
def wire(door: Door) -> Wire:
    """The exchanges so far, in order."""
    return door.wire


@pytest.fixture
def recording(vcr: Recording | None, door: Door) -> Sequence[Exchange]:
    """The exchanges of the cassette, played or not; while recording, those so far."""
    return Recorded(vcr)


@pytest.fixture
def clock(door: Door, world: World) -> CheckClock:
    """Virtual time."""
    return CheckClock(door, world.start)


@pytest.fixture
def client(door: Door) -> Client:
    """Sessions and responses made where the learner's code runs."""
    return Client(door)


@pytest.fixture
def folder(request: pytest.FixtureRequest) -> Iterator[Path]:
    """A directory that both sides see."""
    workers = request.config.stash[RUN].workers
    with contextlib.nullcontext() if workers is None else workers.folder() as shared:
        yield request.getfixturevalue("tmp_path") if shared is None else shared


@pytest.fixture
def props(door: Door, candidate: Candidate) -> Remote:
    """The functions and types of the exercise's ``props.py``, in the worker."""
    module: Remote = door.load(candidate.exercise.variants / "props.py", "props", learner=False)
    return module


@pytest.fixture
def secrets(door: Door, candidate: Candidate) -> Secrets:
    """Canary keys in the environment of the learner's code."""
    return Secrets(door, candidate.exercise.code)
