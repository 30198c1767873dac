"""The pytest plugin: fixtures for checks, and a verdict for each.

It is loaded with ``-p grader.judge.plugin`` (see pyproject.toml) after pytest-recording's, whose marker and fixtures
it builds on: the cassette of a check is the one that they select.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from grader.check import Check
from grader.course import Course
from grader.report import GIVEN, CheckResult, Problem, Sent, Verdict

from .explain import awaited_at, compare, verdict_of
from .outcome import NotRecorded, Outcome, TooFewRequests
from .process import CAN_FORK, ROOT, Workers
from .remote import Raised
from .replay import Recording, load_only
from .session import (
    COMPARED,
    DOOR,
    PROBLEM,
    RUN,
    Candidate,
    Run,
    arguments_of,
    check_of,
    first_failed,
    first_title,
    function_of,
    name_of,
    title_of,
)
from .wire import Exchange

pytest_plugins = ["grader.judge.fixtures"]

ROOMS = ("exercises", "solutions")


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("order up")
    group.addoption("--course", default=str(ROOT), help="the folder with exercises, solutions, tests and cassettes")
    group.addoption("--room", choices=ROOMS, default="exercises", help="which files are graded")
    group.addoption("--variants", choices=("mistakes", "alternatives", "all"), help="grade these instead, all of them")
    group.addoption("--cassettes", default=None, help="another folder of recordings")
    group.addoption("--kitchen", default=None, help="record from the servers that this file tells of")
    group.addoption("--inline", action="store_true", help="run the learner's code in this process, for a debugger")
    group.addoption("--spawn", action="store_true", help="start workers anew instead of forking them")
    group.addoption("--no-workers", action="store_true", help="whoever runs the checks brings the workers along")


def pytest_configure(config: pytest.Config) -> None:
    inline = config.getoption("--inline") or config.getoption("usepdb", False) or config.getoption("trace", False)
    collect_only = config.getoption("collectonly", False) or config.getoption("--no-workers")
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
    project, here = (course.root / "tests" / "project").resolve(), config.invocation_params.dir
    asked_for = [(here / str(argument).split("::")[0]).resolve() for argument in config.args]
    return not asked_for or not all(path.is_relative_to(project) for path in asked_for)


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


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Spare pytest a traceback of its own for each check that fails, where ``plain_text`` takes its place."""
    if config.get_verbosity() < 1:
        for item in items:
            if check_of(item) is not None:
                item.repr_failure = lambda excinfo: ""  # type: ignore[method-assign, misc, assignment]


# The verdict


def pytest_runtest_setup(item: pytest.Item) -> None:
    check = check_of(item)
    if check is not None and check.cassette is not None and item.config.stash[RUN].recorder is not None:
        pytest.skip("it replays the recording of another check, or one written by hand")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """A miss that the learner's code swallowed still counts, and so does sending nothing at all."""
    check = check_of(item)
    if check is None:
        return (yield)
    if check.waits and first_failed(item):
        raise Outcome(Verdict.WAITING, Problem(f"It counts once “{first_title(item)}” passes."))
    recording: Any = arguments_of(item).get("vcr")
    if isinstance(recording, Recording) and recording.problem is not None:
        raise NotRecorded(recording.problem)
    door = item.stash.get(DOOR, None)
    try:
        result = yield
    except BaseException as error:
        if door is not None and door.missed is not None:
            raise Outcome(Verdict.WRONG_REQUEST, door.missed) from None
        if door is not None and _refused_nothing(item, error, door.wire):
            pytest.skip("this server refuses nothing here")
        raise
    if door is not None and door.missed is not None:
        raise Outcome(Verdict.WRONG_REQUEST, door.missed)
    if door is not None and isinstance(recording, Recording) and not len(door.wire) and not check.silent:
        raise TooFewRequests(0)
    return result


def _refused_nothing(item: pytest.Item, error: BaseException, wire: Sequence[Exchange]) -> bool:
    """Whether a check awaited an exception, and it was a real server that gave no cause for it: some take any key."""
    recorder = item.config.stash[RUN].recorder
    awaited = isinstance(error, pytest.fail.Exception) and str(error).startswith("DID NOT RAISE")
    all_well = bool(wire) and all(exchange.response.status < 400 for exchange in wire)
    return recorder is not None and bool(recorder.real) and awaited and all_well


def pytest_assertrepr_compare(config: pytest.Config, op: str, left: object, right: object) -> list[str] | None:
    item = _CURRENT.get("item")
    if item is None or check_of(item) is None:
        return None
    compared = compare(op, left, right)
    item.stash[COMPARED] = compared
    return [compared.sentence, *compared.lines]


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
    check = check_of(item)
    if check is None or call.when == "teardown" or _left_out(item, call):
        return report
    if call.excinfo is not None:
        door = item.stash.get(DOOR, None)
        last = door.wire[-1] if door is not None and len(door.wire) else None
        printed = door is not None and bool(door.printed.strip())
        compared = item.stash.get(COMPARED, None)
        error = call.excinfo.value
        awaited = _awaited(item, call) if isinstance(error, Raised) else ""
        verdict, problem = verdict_of(error, compared, last, awaited, printed)
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


def _left_out(item: pytest.Item, call: pytest.CallInfo[None]) -> bool:
    """Whether the check says that running servers can't stage it: in a graded run that is no excuse."""
    skipped = call.excinfo is not None and isinstance(call.excinfo.value, pytest.skip.Exception)
    return skipped and item.config.stash[RUN].recorder is not None


def _awaited(item: pytest.Item, call: pytest.CallInfo[None]) -> str:
    """The exception that the check was waiting for where another one came."""
    entries = [entry for entry in call.excinfo.traceback if entry.path == item.path] if call.excinfo else []
    return next((wanted for entry in reversed(entries) if (wanted := awaited_at(item.path, entry.lineno + 1))), "")


def _keep_result(item: pytest.Item, check: Check, seconds: float) -> None:
    verdict, problem = item.stash.get(PROBLEM, (Verdict.PASSED, None))
    passed = verdict is Verdict.PASSED
    door = item.stash.get(DOOR, None)
    candidate: Candidate | None = arguments_of(item).get("candidate")
    if candidate is None:
        return
    result = CheckResult(
        name=name_of(item),
        title=title_of(function_of(item)),
        verdict=verdict,
        points=check.points,
        earned=check.points if passed else 0,
        says=check.says,
        hint=check.hint,
        mistakes=check.mistakes,
        extra=check.extra,
        problem=problem,
        sent=tuple(_sent(exchange) for exchange in door.wire.in_order()) if door is not None else (),
        printed=door.printed if door is not None else "",
        seconds=round(seconds, 4),
    )
    key = (candidate.exercise.stem, candidate.source)
    item.config.stash[RUN].results.setdefault(key, []).append(result)


def _sent(exchange: Exchange) -> Sent:
    request = exchange.request
    if not exchange.answered:
        return Sent(request.method, request.url, None, "not as expected")
    if exchange.by_check:
        return Sent(request.method, request.url, exchange.response.status, GIVEN)
    fault = exchange.response.headers.get("X-Cassette-Raise")
    return Sent(request.method, request.url, None if fault else exchange.response.status, fault or "")


def plain_text(item: pytest.Item, check: Check, verdict: Verdict, problem: Problem) -> str:
    """A problem as plain pytest shows it."""
    lines = [f"{verdict.upper()}  {problem.summary}", f"  the task says: “{check.says}”"]
    lines += [f"  {line}" for line in problem.details]
    lines += [f"  line {frame.line}, in {frame.function}: {frame.code}" for frame in problem.frames[-3:]]
    return "\n".join(lines)
