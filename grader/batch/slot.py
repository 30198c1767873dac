"""One place at which submissions are graded, one after another: a judge in a process of its own.

The process loads pytest, collects the checks and reads the recordings once, and then forks for each submission: a
copy of it grades that one in a new sandbox, tells the report and is gone, so that nothing stays behind. Whoever asks
writes a line of JSON, and reads a line:

    {"files": {"e02_order_a_dish": "base64"}}   →   {"exercises": […]}   or   {"error": "a sentence"}
"""

from __future__ import annotations

import base64
import collections
import contextlib
import dataclasses
import functools
import gc
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from grader.course import Course, Exercise
from grader.report import ExerciseResult, plain, result_from_json

if TYPE_CHECKING:
    from grader.isolation import Isolation

ROOT = Path(__file__).resolve().parents[2]
LAUNCH = "import sys; sys.path.append({root!r}); from grader.batch.slot import main; main({options!r})"

LIMIT = 300
"""How many slots a machine may have: each has an unprivileged user and a core of its own."""

JUDGES_MEMORY = 3 * 1024**3
"""Bytes of address space for a submission's judge: several times what it needs."""

PATIENCE = 3
"""How many checks of an exercise may run into the time limit; after that the others of it are not tried any more."""


class SlotError(Exception):
    """A submission could not be graded; the text is a sentence that says why."""


@dataclasses.dataclass(frozen=True)
class Options:
    """What a slot has to know; plain data, for it may be on another machine.

    Args:
        course: the course's folder; empty for the one that this engine stands in.
        stems: the exercises that will be graded.
        isolation: a tier of ``grader.isolation``.
        cassettes: another folder of recordings; empty for the course's own.
    """

    course: str
    stems: tuple[str, ...]
    isolation: str
    cassettes: str = ""


class Slot:
    """The asking side of a slot. It starts at once, and is ready when the first answer comes."""

    def __init__(self, options: Options) -> None:
        self._complaints: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed by close
        program = LAUNCH.format(root=str(ROOT), options=json.dumps(dataclasses.asdict(options)))
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-X", "utf8", "-c", program],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._complaints,
            start_new_session=True,  # Ctrl-C is for the one who asks
        )

    def grade(self, files: Mapping[str, bytes]) -> tuple[ExerciseResult, ...]:
        """The results for these files, by the exercise's stem.

        Raises:
            SlotError: when there is none. The slot may be gone then.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        question = {"files": {stem: base64.b64encode(content).decode("ascii") for stem, content in files.items()}}
        try:
            self._process.stdin.write(json.dumps(question).encode("ascii") + b"\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        except OSError:
            line = b""
        if not line:
            raise SlotError(self._last_words())
        answer = json.loads(line)
        if "error" in answer:
            raise SlotError(str(answer["error"]))
        return tuple(result_from_json(result) for result in answer["exercises"])

    def _last_words(self) -> str:
        status = self._process.wait()
        self._complaints.seek(0)
        said = self._complaints.read().decode("utf-8", "replace").strip().splitlines()
        return f"The process that runs the checks ended: {said[-1] if said else f'status {status}'}"

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def close(self) -> None:
        """End it, whatever it is at."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout, self._complaints):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()


def main(options: str) -> None:
    """The slot's side: answer until nobody asks any more."""
    incoming, outgoing = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)  # whatever prints there is no answer
    data = json.loads(options)
    serve(Options(**{**data, "stems": tuple(data["stems"])}), incoming, outgoing)
    os._exit(0)


def serve(options: Options, incoming: IO[bytes], outgoing: IO[bytes]) -> None:
    """Collect the checks, then grade what comes."""
    import pytest

    from grader.isolation import tier
    from grader.run import Collector, few_collections, pytest_options, silence

    number = _own_number()
    _stay_on_a_core(number)
    course = Course(Path(options.course or ROOT))
    exercises = [exercise for exercise in course.exercises if exercise.stem in options.stems]
    collector = Collector()
    isolation = dataclasses.replace(tier(options.isolation), number=number)
    arguments = [
        *pytest_options(course),
        "--no-workers",
        *([f"--cassettes={options.cassettes}"] if options.cassettes else []),
        *(str(exercise.checks) for exercise in exercises),
    ]

    class Loop:
        """Takes the place of pytest's loop over the checks: it runs them as often as there are submissions."""

        def pytest_runtestloop(self, session: pytest.Session) -> bool:
            if session.testsfailed:
                return True
            _read_ahead(course, exercises, options)
            gc.collect()
            gc.freeze()  # what is here now is shared by all copies, and none need look through it
            grade = functools.partial(_grade, session, collector, course, isolation)
            for line in incoming:
                outgoing.write(_in_a_copy(functools.partial(grade, json.loads(line))))
                outgoing.flush()
            return True

    with few_collections(), silence():
        pytest.main(arguments, plugins=[collector, Loop()])
    if collector.errors:
        sys.stderr.write(collector.errors[0] + "\n")
        sys.stderr.flush()
        os._exit(1)


def _own_number() -> int:
    """The lowest number that no other slot on this machine has; it is free again when this process ends."""
    from grader.isolation.tiers import claimed

    if not hasattr(os, "sched_setaffinity"):
        return 0  # it chooses a core and where to look for a free user, and neither is there
    for number in range(LIMIT):
        claim = claimed(f"order-up-slot-{os.getuid()}-{number}")
        if claim is not None:
            _claims.append(claim)
            return number
    raise SlotError(f"{LIMIT} submissions are being graded on this machine already.")


_claims: list[socket.socket] = []
"""Kept for as long as this process lives."""


def _stay_on_a_core(number: int) -> None:
    """Judge and worker talk to each other in turns: on one core neither waits for the other one's core to wake up."""
    if hasattr(os, "sched_setaffinity"):
        cores = sorted(os.sched_getaffinity(0))
        with contextlib.suppress(OSError):
            os.sched_setaffinity(0, {cores[number % len(cores)]})


def _read_ahead(course: Course, exercises: Sequence[Exercise], options: Options) -> None:
    from grader.judge import replay

    for exercise in exercises:
        place = exercise.cassettes.relative_to(course.root / "cassettes")
        replay.read_ahead(Path(options.cassettes) / place if options.cassettes else exercise.cassettes)


def _in_a_copy(work: Callable[[], bytes]) -> bytes:
    """Do some work in a copy of this process, which has no other threads; the line that comes of it."""
    reading, writing = os.pipe()
    process = os.fork()
    if not process:
        status = 1
        try:
            os.close(reading)
            gc.disable()  # it is gone before there is much of it
            _limit_memory()
            answer = work()
            with os.fdopen(writing, "wb") as pipe:
                pipe.write(answer)
            status = 0
        except BaseException as error:
            with contextlib.suppress(OSError), os.fdopen(writing, "wb") as pipe:
                pipe.write(json.dumps({"error": f"{type(error).__name__}: {error}"}).encode("ascii"))
        finally:
            os._exit(status)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        answer = pipe.read()
    _, status = os.waitpid(process, 0)
    if not answer:
        how = os.waitstatus_to_exitcode(status)
        answer = json.dumps({"error": f"the judge ended before it was done (status {how})"}).encode("ascii")
    return bytes(answer) + b"\n"


def _limit_memory() -> None:
    """Whatever a worker makes of the judge's memory, it is this submission's judge alone that runs out of it."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (JUDGES_MEMORY, JUDGES_MEMORY))


def _grade(session: Any, collector: Any, course: Course, isolation: Isolation, question: dict[str, Any]) -> bytes:
    """In the copy: grade one submission."""
    from grader.judge.process import Workers
    from grader.judge.session import RUN

    run = session.config.stash[RUN]
    with tempfile.TemporaryDirectory(prefix="order-up-") as made:
        folder = Path(made)
        shared = folder / "shared"
        shared.mkdir()
        files = {stem: base64.b64decode(text) for stem, text in question["files"].items()}
        run.sources = dict(_laid_out(course, files, folder))
        run.workers = Workers(isolation=isolation.for_slot(isolation.number, shared))
        session.config.pluginmanager.register(_Patience())
        items = [item for item in session.items if item.path.stem.removeprefix("test_") in files]
        for item, following in zip(items, [*items[1:], None], strict=True):
            session.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        run.close()
        run.workers = None
        collector.take(session.config)
        results = [
            dataclasses.replace(result, source=exercise.stub.relative_to(course.root).as_posix())
            for exercise in course.exercises
            if exercise.stem in files
            for result in collector.result(course, exercise, False)
        ]
    return json.dumps({"exercises": plain(results)}).encode("ascii")


def _laid_out(course: Course, files: Mapping[str, bytes], folder: Path) -> Iterator[tuple[str, Path]]:
    """The learner's files where the judge can read them. The worker never sees this folder: it is sent their text."""
    for exercise in course.exercises:
        if exercise.stem in files:
            path = folder / exercise.stub.relative_to(course.root)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(files[exercise.stem])
            yield exercise.stem, path


class _Patience:
    """A pytest plugin: after a few checks that took too long, the others of that exercise are not tried any more."""

    def __init__(self) -> None:
        self._slow: collections.Counter[str] = collections.Counter()

    def pytest_runtest_call(self, item: Any) -> None:
        from grader.judge.outcome import Outcome
        from grader.report import Problem, Verdict

        if self._slow[_file_of(item.nodeid)] >= PATIENCE:
            summary = f"Not tried any more: {PATIENCE} checks of this exercise ran into the time limit before."
            raise Outcome(Verdict.TOO_SLOW, Problem(summary))

    def pytest_runtest_logreport(self, report: Any) -> None:
        from grader.judge.fixtures import SECONDS

        if report.when == "call" and report.failed and report.duration >= SECONDS:
            self._slow[_file_of(report.nodeid)] += 1


def _file_of(nodeid: str) -> str:
    return nodeid.partition("::")[0]
