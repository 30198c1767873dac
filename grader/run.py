"""A run: pytest over the checks of some exercises, and the report of it."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import functools
import gc
import importlib.metadata
import io
import json
import os
import platform
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from grader import stubs
from grader.check import Check
from grader.course import Course, Exercise
from grader.judge.process import ROOT, fork_judge, spare_judges
from grader.judge.session import RUN, title_of
from grader.report import CheckResult, ExerciseResult, Report, Verdict

GARBAGE = 50_000
"""How many new objects there may be before Python looks for garbage: as many as a few dozen checks make."""

PLUGINS = (
    "logging", "doctest", "unittest", "unraisableexception", "threadexception",
    "warnings", "stepwise", "pastebin", "setuponly", "setupplan",
)  # fmt: skip
UNUSED = ("--capture=no", *(part for name in PLUGINS for part in ("-p", f"no:{name}")))
"""What pytest need not do where nobody sees its output and the learner's code runs elsewhere."""


def grade(
    course: Course,
    exercises: Sequence[Exercise],
    *,
    room: str = "exercises",
    inline: bool = False,
    pytest_arguments: Sequence[str] = (),
    quiet: bool = True,
    incomplete: bool = False,
) -> Report:
    """Run the checks of these exercises: in this process, or shared with the judges that were announced to
    ``process.warm_up``.

    Args:
        course: the folder that they are in.
        exercises: which ones, in the order of the report.
        room: whose files: ``exercises`` or ``solutions``.
        inline: run the learner's code in this process too, for a debugger.
        pytest_arguments: what else to tell pytest.
        quiet: whether pytest's own output is kept back.
        incomplete: whether an exercise passes although some of its checks were left out.
    """

    def run(part: Sequence[Exercise]) -> Report:
        return _grade(course, part, pytest_arguments, room=room, inline=inline, quiet=quiet, incomplete=incomplete)

    judges = spare_judges() if quiet and not inline and len(exercises) > 1 else []
    parts = _parts(exercises, len(judges) + 1)
    elsewhere = [
        fork_judge(number, functools.partial(lambda part: _encoded(run(part)), part))
        for number, part in zip(judges, parts[1:], strict=False)
    ]
    reports = [run(parts[0])]
    reports += [_decoded(*judge) for judge in elsewhere]
    results: dict[str, list[ExerciseResult]] = {exercise.stem: [] for exercise in exercises}
    for result in (result for report in reports for result in report.exercises):
        results[result.stem].append(result)
    return Report(
        exercises=tuple(result for found in results.values() for result in found),
        errors=tuple(error for report in reports for error in report.errors),
        created=now(),
        versions=versions(),
    )


def now() -> str:
    """This moment, ISO 8601 in UTC, to the second."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")


def versions() -> dict[str, str]:
    """What a run stands on."""
    names = ("pytest", "requests", "vcrpy")
    return {"python": platform.python_version(), **{name: importlib.metadata.version(name) for name in names}}


def _parts(exercises: Sequence[Exercise], count: int) -> list[list[Exercise]]:
    """The exercises in ``count`` parts that take about the same time: the larger ones are dealt out first."""
    parts: list[list[Exercise]] = [[] for _ in range(min(count, len(exercises)) or 1)]
    sizes = [0] * len(parts)
    checks = {exercise.stem: exercise.checks.read_bytes().count(b"\ndef test_") for exercise in exercises}
    for exercise in sorted(exercises, key=lambda exercise: -checks[exercise.stem]):
        smallest = sizes.index(min(sizes))
        parts[smallest].append(exercise)
        sizes[smallest] += checks[exercise.stem]
    return [sorted(part, key=lambda exercise: exercise.number) for part in parts]


def _encoded(report: Report) -> bytes:
    return json.dumps(report.to_json()).encode("ascii")


def _decoded(process: int, pipe: BinaryIO) -> Report:
    """The report of a judge that was forked."""
    with pipe:
        text = pipe.read()
    os.waitpid(process, 0)
    try:
        return Report.from_json(json.loads(text))
    except ValueError:
        return Report((), ("one of the processes that run the checks has ended before it was done",))


def _grade(
    course: Course,
    exercises: Sequence[Exercise],
    pytest_arguments: Sequence[str],
    *,
    room: str,
    inline: bool,
    quiet: bool,
    incomplete: bool,
) -> Report:
    """Run the checks of these exercises in this process."""
    arguments = [
        *pytest_options(course, quiet=quiet, unused=quiet and not inline),
        f"--room={room}",
        *(["--inline"] if inline else []),
        *pytest_arguments,
        *(str(exercise.checks) for exercise in exercises),
    ]
    collector = Collector()
    with few_collections(), silence() if quiet else contextlib.nullcontext() as output:
        status = pytest.main(arguments, plugins=[collector])
    errors = list(collector.errors)
    if status in (pytest.ExitCode.INTERNAL_ERROR, pytest.ExitCode.USAGE_ERROR):
        errors.append("pytest could not run the checks: " + _last_line(output.getvalue() if output else ""))
    if status == pytest.ExitCode.INTERRUPTED and not errors:
        raise KeyboardInterrupt
    graded = [collector.result(course, exercise, incomplete) for exercise in exercises]
    return Report(tuple(result for results in graded for result in results), tuple(errors))


def pytest_options(course: Course, *, quiet: bool = True, unused: bool = True) -> list[str]:
    """How pytest is called for this course. ``unused`` leaves out what is of no use where nobody sees its output."""
    return [
        f"--config-file={ROOT / 'pyproject.toml'}",  # ours, whatever lies in the course
        f"--rootdir={course.root}",
        f"--course={course.root}",
        *(["-q", "--no-header", "--tb=no"] if quiet else []),
        *(UNUSED if unused else []),
        "--disable-plugin-autoload",  # whatever else is installed changes nothing
        "-p",
        "no:cacheprovider",
    ]


class Collector:
    """A pytest plugin that makes results of exercises from results of checks."""

    def __init__(self) -> None:
        self.errors: list[str] = []
        self._results: dict[tuple[str, Path], list[CheckResult]] = {}
        self._checks: dict[str, dict[str, tuple[Check, str]]] = {}

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.errors.append(f"{report.nodeid} can't be loaded: {_last_line(str(report.longrepr))}")

    def pytest_collection_modifyitems(self, session: pytest.Session, items: list[pytest.Item]) -> None:
        for item in items:
            function: Any = getattr(item, "function", None)
            if hasattr(function, "check"):
                stem = item.path.stem.removeprefix("test_")
                named = (function.check, title_of(function))
                self._checks.setdefault(stem, {})[function.__name__.removeprefix("test_")] = named

    def pytest_unconfigure(self, config: pytest.Config) -> None:
        self.take(config)

    def take(self, config: pytest.Config) -> None:
        """Take over the results of the checks that were run."""
        self._results = config.stash[RUN].results

    def result(self, course: Course, exercise: Exercise, incomplete: bool) -> list[ExerciseResult]:
        """The result of each file that was graded for this exercise: one, unless variants were asked for."""
        found = [(source, results) for (stem, source), results in self._results.items() if stem == exercise.stem]
        found = found or [(exercise.stub, [])]
        return [self._exercise(course, exercise, source, results, incomplete) for source, results in found]

    def _exercise(
        self, course: Course, exercise: Exercise, source: Path, results: list[CheckResult], incomplete: bool
    ) -> ExerciseResult:
        known = self._checks.get(exercise.stem, {})
        by_name = {result.name: result for result in results}
        ordered = [by_name[name] for name in known if name in by_name]
        ordered = list(settle(ordered, known))
        untouched = stubs.is_untouched(exercise, source)
        return ExerciseResult(
            stem=exercise.stem,
            topic=exercise.topic.name,
            title=exercise.title,
            source=source.relative_to(course.root).as_posix() if source.is_relative_to(course.root) else source.name,
            verdict=verdict_of(ordered, complete=incomplete or len(ordered) == len(known) > 0, untouched=untouched),
            points=sum(check.points for check, _ in known.values() if not check.extra),
            earned=sum(result.earned for result in ordered if not result.extra),
            core=exercise.core,
            checks=tuple(ordered),
        )


def settle(results: Iterable[CheckResult], known: dict[str, tuple[Check, str]]) -> Iterator[CheckResult]:
    """A refusal counts only after the first check, whatever the order in which they ran."""
    results = list(results)
    first = next(iter(known), None)
    opened = any(result.name == first and result.verdict is Verdict.PASSED for result in results)
    first_was_run = any(result.name == first for result in results)
    for result in results:
        if known[result.name][0].waits and result.verdict is Verdict.PASSED and first_was_run and not opened:
            yield dataclasses.replace(result, verdict=Verdict.WAITING, earned=0)
        else:
            yield result


def verdict_of(results: Sequence[CheckResult], *, complete: bool, untouched: bool) -> Verdict:
    """The verdict of an exercise from those of its checks; extra checks don't matter."""
    counted = [result.verdict for result in results if not result.extra]
    if complete and all(verdict is Verdict.PASSED for verdict in counted):
        return Verdict.PASSED
    if Verdict.NOT_RECORDED in counted or not counted:
        return Verdict.NOT_RECORDED
    if untouched:
        return Verdict.NOT_STARTED
    first = next((verdict for verdict in counted if verdict not in (Verdict.PASSED, Verdict.WAITING)), None)
    return first or Verdict.WAITING


@contextlib.contextmanager
def few_collections() -> Iterator[None]:
    """Python looks for garbage less often; to go through all of pytest again and again takes a twentieth of a run."""
    before = gc.get_threshold()
    gc.set_threshold(GARBAGE, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextlib.contextmanager
def silence() -> Iterator[io.StringIO]:
    output = io.StringIO()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
        yield output


def _last_line(text: str) -> str:
    lines = [line.strip(" E") for line in text.splitlines() if line.strip(" E")]
    return lines[-1] if lines else "it said nothing"
