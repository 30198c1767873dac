"""The pytest plugin: fixtures for checks, and a verdict for each.

It is loaded with ``-p grader.judge.plugin`` (see pyproject.toml) after pytest-recording's, whose marker and fixtures
it builds on: the cassette of a check is the one that they select.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from grader.check import Check
from grader.course import Course, Exercise
from grader.report import CheckResult, Problem, Sent, Verdict

from .door import Door, Worker
from .explain import compare, verdict_of
from .fixtures import CheckClock, Client, LearnersModule, Secrets, World
from .outcome import NotRecorded, Outcome, TooFewRequests
from .process import CAN_FORK, ROOT, Workers
from .process import environment as process_environment
from .remote import Remote
from .replay import Recording, load_only
from .wire import Exchange, Wire

if TYPE_CHECKING:
    from .recorder import Recorder

SECONDS = 10.0
"""How long one check may take, in real time."""

ROOMS = ("exercises", "solutions")


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
COMPARED: pytest.StashKey[Sequence[str]] = pytest.StashKey()
PROBLEM: pytest.StashKey[tuple[Verdict, Problem]] = pytest.StashKey()


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("order up")
    group.addoption("--course", default=str(ROOT), help="the folder with exercises, solutions, tests and cassettes")
    group.addoption("--room", choices=ROOMS, default="exercises", help="which files are graded")
    group.addoption("--variants", choices=("mistakes", "alternatives", "all"), help="grade these instead, all of them")
    group.addoption("--cassettes", default=None, help="another folder of recordings")
    group.addoption("--kitchen", default=None, help="record from the servers that this file tells of")
    group.addoption("--inline", action="store_true", help="run the learner's code in this process, for a debugger")
    group.addoption("--spawn", action="store_true", help="start workers anew instead of forking them")


def pytest_configure(config: pytest.Config) -> None:
    inline = config.getoption("--inline") or config.getoption("usepdb", False) or config.getoption("trace", False)
    collect_only = config.getoption("collectonly", False)
    course = Course(Path(config.getoption("--course")))
    run = config.stash[RUN] = Run(course, None)
    if config.getoption("--kitchen"):
        from .recorder import Recorder

        run.recorder = Recorder(Path(config.getoption("--kitchen")))
        return
    config.addinivalue_line("filterwarnings", "ignore::pytest.PytestUnhandledThreadExceptionWarning")
    if not inline and not collect_only and _has_checks(config, course):
        # Started now, it loads requests and vcrpy while pytest collects.
        run.workers = Workers(fork=CAN_FORK and not config.getoption("--spawn"))


def _has_checks(config: pytest.Config, course: Course) -> bool:
    """Whether this run is about exercises at all; the project's own tests start workers as they need them."""
    return not any("project" in Path(str(argument)).parts for argument in config.args)


def pytest_unconfigure(config: pytest.Config) -> None:
    if RUN in config.stash:
        config.stash[RUN].close()


def pytest_recording_configure(config: pytest.Config, vcr: Any) -> None:
    recorder = config.stash[RUN].recorder
    vcr.use_cassette = load_only(vcr) if recorder is None else recorder.use_cassette(vcr)


# Which file is graded


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    wanted = metafunc.config.getoption("--variants")
    if not wanted or "candidate" not in metafunc.fixturenames:
        return
    exercise = metafunc.config.stash[RUN].course.of(Path(metafunc.module.__file__ or ""))
    assert exercise is not None
    paths = (exercise.mistakes if wanted in ("mistakes", "all") else []) + (
        exercise.alternatives if wanted in ("alternatives", "all") else []
    )
    candidates = [Candidate(exercise, path.stem, path) for path in paths]
    metafunc.parametrize("candidate", candidates, ids=[one.name for one in candidates], indirect=True, scope="module")


@pytest.fixture(scope="module")
def candidate(request: pytest.FixtureRequest) -> Candidate:
    """The file that takes the place of the stub."""
    if hasattr(request, "param"):
        chosen: Candidate = request.param
        return chosen
    exercise = request.config.stash[RUN].course.of(Path(str(request.path)))
    if exercise is None:
        pytest.fail(f"{request.path} is not the test file of an exercise", pytrace=False)
    room = request.config.getoption("--room")
    return Candidate(exercise, room, exercise.solution if room == "solutions" else exercise.stub)


# pytest-recording's fixtures: which cassette


@pytest.fixture
def vcr_config(request: pytest.FixtureRequest) -> dict[str, Any]:
    """Replaying, whatever ``--record-mode`` says: rewriting deletes a recording before it fails."""
    check = _check(request.node)
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
    check = _check(request.node)
    return (check.cassette if check is not None else None) or _name(request.node)


# What checks ask for


@pytest.fixture
def door(
    request: pytest.FixtureRequest, candidate: Candidate, vcr: Recording | None, vcr_cassette_dir: str
) -> Iterator[Door]:
    """The way to the learner's code, for this check."""
    check, run = _check(request.node), request.config.stash[RUN]
    if vcr is not None and check is not None:
        vcr.match, vcr.free = check.match, check.free
        if run.recorder is None and vcr.problem is None:
            vcr.overlay(check.overlay)
    door = Door(run.worker(candidate), vcr, SECONDS)
    request.node.stash[DOOR] = door
    start = World(Path(vcr_cassette_dir) / "world.json").start
    with contextlib.nullcontext() if run.recorder is None else run.recorder.check(door, vcr):
        environment = _clean_environment() | (run.recorder.environment() if run.recorder is not None else {})
        door.begin(start=start, environment=environment, replay=run.recorder is None)
        yield door
        door.end()


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
def recording(vcr: Recording | None, door: Door) -> list[Exchange]:
    """The exchanges of the cassette, played or not."""
    return vcr.exchanges if vcr is not None else []


@pytest.fixture
def clock(door: Door, world: World) -> CheckClock:
    """Virtual time."""
    return CheckClock(door, world.start)


@pytest.fixture
def client(door: Door) -> Client:
    """Sessions and responses made where the learner's code runs."""
    return Client(door)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A directory that both sides see."""
    return tmp_path


@pytest.fixture
def props(door: Door, candidate: Candidate) -> Remote:
    """The functions and types of the exercise's ``props.py``, in the worker."""
    module: Remote = door.load(candidate.exercise.variants / "props.py", "props", learner=False)
    return module


@pytest.fixture
def secrets(door: Door, candidate: Candidate) -> Secrets:
    """Canary keys in the environment of the learner's code."""
    return Secrets(door, candidate.exercise.code)


def _clean_environment() -> dict[str, str]:
    """No proxy, no ``.netrc``, no key of the person who runs this."""
    home = os.path.join(tempfile.gettempdir(), "order-up-no-home")
    return {**process_environment(), "HOME": home, "USERPROFILE": home}


# The verdict


def pytest_runtest_setup(item: pytest.Item) -> None:
    check = _check(item)
    if check is not None and check.cassette is not None and item.config.stash[RUN].recorder is not None:
        pytest.skip("it replays the recording of another check, or one written by hand")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """A miss that the learner's code swallowed still counts, and so does sending nothing at all."""
    check = _check(item)
    if check is None:
        return (yield)
    if check.waits and _first_failed(item):
        raise Outcome(Verdict.WAITING, Problem(f"It counts once “{_first_title(item)}” passes."))
    recording: Any = _arguments(item).get("vcr")
    if isinstance(recording, Recording) and recording.problem is not None:
        raise NotRecorded(recording.problem)
    door = item.stash.get(DOOR, None)
    try:
        result = yield
    except BaseException:
        if door is not None and door.missed is not None:
            raise Outcome(Verdict.WRONG_REQUEST, door.missed) from None
        raise
    if door is not None and door.missed is not None:
        raise Outcome(Verdict.WRONG_REQUEST, door.missed)
    if door is not None and isinstance(recording, Recording) and not len(door.wire) and not check.silent:
        raise TooFewRequests(0)
    return result


def pytest_assertrepr_compare(config: pytest.Config, op: str, left: object, right: object) -> list[str] | None:
    item = _CURRENT.get("item")
    if item is None or _check(item) is None:
        return None
    lines = compare(op, left, right)
    item.stash[COMPARED] = lines
    return lines


_CURRENT: dict[str, pytest.Item] = {}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    before = _CURRENT.get("item")
    _CURRENT["item"] = item
    try:
        return (yield)
    finally:
        if before is None:
            del _CURRENT["item"]
        else:
            _CURRENT["item"] = before


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, Any]:
    report = yield
    check = _check(item)
    if check is None or call.when == "teardown":
        return report
    if call.excinfo is not None:
        verdict, problem = verdict_of(call.excinfo.value, item.stash.get(COMPARED, []))
        item.stash[PROBLEM] = (verdict, problem)
        if item.config.get_verbosity() < 1:
            report.longrepr = plain_text(item, check, verdict, problem)
        if verdict is Verdict.WAITING:
            report.outcome = "skipped"
            report.longrepr = (str(item.path), None, f"waiting: {problem.summary}")
    elif call.when == "setup":
        return report
    _keep_result(item, check, call.duration)
    return report


def _keep_result(item: pytest.Item, check: Check, seconds: float) -> None:
    verdict, problem = item.stash.get(PROBLEM, (Verdict.PASSED, None))
    passed = verdict is Verdict.PASSED
    door = item.stash.get(DOOR, None)
    candidate: Candidate | None = _arguments(item).get("candidate")
    if candidate is None:
        return
    result = CheckResult(
        name=_name(item),
        title=title_of(_function(item)),
        verdict=verdict,
        points=check.points,
        earned=check.points if passed else 0,
        says=check.says,
        hint=check.hint,
        mistakes=check.mistakes,
        extra=check.extra,
        problem=problem,
        sent=tuple(_sent(exchange) for exchange in door.wire) if door is not None else (),
        printed=door.printed if door is not None else "",
        seconds=round(seconds, 4),
    )
    key = (candidate.exercise.stem, candidate.source)
    item.config.stash[RUN].results.setdefault(key, []).append(result)


def _sent(exchange: Exchange) -> Sent:
    request = exchange.request
    if not exchange.answered:
        return Sent(request.method, request.url, None, "not in the recording")
    fault = exchange.response.headers.get("X-Cassette-Raise")
    return Sent(request.method, request.url, None if fault else exchange.response.status, fault or "")


def plain_text(item: pytest.Item, check: Check, verdict: Verdict, problem: Problem) -> str:
    """A problem as plain pytest shows it."""
    lines = [f"{verdict.upper()}  {problem.summary}", f"  the task says: “{check.says}”"]
    lines += [f"  {line}" for line in problem.details]
    lines += [f"  line {frame.line}, in {frame.function}: {frame.code}" for frame in problem.frames[-3:]]
    return "\n".join(lines)


# Small questions about an item


def _arguments(item: Any) -> dict[str, Any]:
    arguments: dict[str, Any] = item.funcargs
    return arguments


def _function(item: Any) -> Any:
    return item.function


def _module(item: Any) -> Any:
    return item.module


def _check(item: pytest.Item) -> Check | None:
    return getattr(getattr(item, "function", None), "check", None)


def _name(item: pytest.Item) -> str:
    return str(getattr(item, "originalname", item.name)).removeprefix("test_")


def title_of(function: Any) -> str:
    """The sentence that a learner reads: the docstring of the check."""
    return " ".join((function.__doc__ or function.__name__.removeprefix("test_").replace("_", " ")).split())


def _first_name(item: pytest.Item) -> str:
    """The first check of the file: the one with a real result."""
    return next(str(name) for name, member in vars(_module(item)).items() if hasattr(member, "check"))


def _first_title(item: pytest.Item) -> str:
    return title_of(getattr(_module(item), _first_name(item))).rstrip(".")


def _first_failed(item: pytest.Item) -> bool:
    candidate: Candidate = _arguments(item)["candidate"]
    results = item.config.stash[RUN].results.get((candidate.exercise.stem, candidate.source), [])
    first = _first_name(item).removeprefix("test_")
    return any(result.name == first and result.verdict is not Verdict.PASSED for result in results)
