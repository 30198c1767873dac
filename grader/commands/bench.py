"""``bench``: how fast grading is, as ratios of things measured side by side in one run.

Whole processes, their medians, one after the other in turn, so that a busy moment hits both sides alike. Plugins that
happen to be installed are left out everywhere: they would slow down plain pytest, and flatter us.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from grader.commands import bench_class, rivals
from grader.commands.measuring import Measured, measure
from grader.course import Course
from grader.worker import OTHER_CLIENTS

EMPTY = "import requests\n\n\ndef test_nothing():\n    pass\n"

HEAD = """
import pytest
import requests


@pytest.fixture
def vcr_cassette_dir():
    return {folder!r}


@pytest.fixture
def vcr_config():
    return {{"record_mode": "none", "match_on": ["method", "uri"]}}
"""

STOCK = """
@pytest.mark.vcr
@pytest.mark.default_cassette({cassette!r})
def test_{number}(vcr):
    for request in vcr.requests:
        headers = dict(request.headers)
        requests.request(
            request.method, request.uri, data=request.body, headers=headers, timeout=5, allow_redirects=False
        )
"""

PURE = """
def test_{number}():
    pass
"""

MANY = """
from grader.check import check

DIFFICULTY = 1

{checks}
"""

ONE = '''
@check(points=1, says="Return", hint="no")
def test_{number}(exercise, world, wire):
    """Returns it."""
    assert exercise.order_a_dish(world.base_url, world.dish) == wire[0].response.json()
'''


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--runs", type=int, default=11, metavar="N", help="how often each (default: %(default)s)")
    parser.add_argument("--write", action="store_true", help="write the table into docs/benchmarks.md")


def run(arguments: argparse.Namespace, course: Course) -> int:
    python, runs = [sys.executable, "-P"], arguments.runs
    with tempfile.TemporaryDirectory(prefix="order-up-") as made:
        folder = Path(made)
        os.environ["PYTHONPATH"] = str(_without_other_clients(folder))
        bare, stock = _bare(folder), _stock(course, folder)
        grader = [sys.executable, "-m", "grader", "test", "--room", "solutions"]
        pytest = [*python, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
        rows = [
            measure(
                "one exercise's verdict / bare pytest on one empty test",
                [*grader, "e02"], [*pytest, str(bare)], course.root, folder, runs, 1.6,
            ),
            measure(
                "all checks / stock vcrpy and pytest-recording replaying the same cassettes",
                grader, [*pytest, "-p", "recording", str(stock)], course.root, folder, runs, 1.0,
            ),
        ]  # fmt: skip
        rows += [_flat(course, folder, runs), _watch(course, folder)]
        of_classes, word = bench_class.rows(course, folder)
        of_rivals, about_rivals = rivals.rows(course, folder, runs)
    rows += of_classes + of_rivals
    table = _table(course, rows, runs, [word, about_rivals])
    print(table)
    if arguments.write:
        path = course.root / "docs" / "benchmarks.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(table, encoding="utf-8", newline="\n")
    return 0 if all(row.holds for row in rows) else 1


def _without_other_clients(folder: Path) -> Path:
    """A place for PYTHONPATH where the HTTP libraries that a learner does not have can't be found, as on their machine.

    The practice servers bring some along, and vcrpy would load them, which takes as long as a verdict.
    """
    path = folder / "hidden" / "sitecustomize.py"
    path.parent.mkdir()
    path.write_text(f"import sys\n\nsys.modules.update(dict.fromkeys({OTHER_CLIENTS!r}))\n", encoding="utf-8")
    return path.parent


def _bare(folder: Path) -> Path:
    path = folder / "bare" / "test_nothing.py"
    path.parent.mkdir()
    path.write_text(EMPTY, encoding="utf-8")
    return path


def _stock(course: Course, folder: Path) -> Path:
    """A test per check that asks for all that is in the check's recording, in a file per exercise.

    The test of a check without a recording does nothing.
    """
    tests = folder / "stock"
    tests.mkdir()
    for exercise in course.exercises:
        spec = importlib.util.spec_from_file_location(exercise.stem, exercise.checks)
        assert spec is not None and spec.loader is not None  # noqa: PT018
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        checks = {name: function.check for name, function in vars(module).items() if hasattr(function, "check")}
        text = HEAD.format(folder=str(exercise.cassettes))
        for number, (name, check) in enumerate(checks.items()):
            cassette = check.cassette or name.removeprefix("test_")
            text += PURE.format(number=number) if check.offline else STOCK.format(cassette=cassette, number=number)
        (tests / f"test_{exercise.stem}.py").write_text(text, encoding="utf-8")
    return tests


def _flat(course: Course, folder: Path, runs: int) -> Measured:
    """What one more check costs, when there are many against when there are few."""
    example = course.find("e02")[0]

    def course_of(count: int) -> Path:
        root = folder / f"course-{count}"
        for path in (example.solution, *example.cassettes.glob("*")):
            target = root / path.relative_to(course.root)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)
        cassette = root / example.cassettes.relative_to(course.root)
        for number in range(count):
            shutil.copy(example.cassettes / "returns_the_dish.yaml", cassette / f"{number}.yaml")
        checks = root / example.checks.relative_to(course.root)
        checks.parent.mkdir(parents=True)
        text = MANY.format(checks="\n".join(ONE.format(number=number) for number in range(count)))
        checks.write_text(text, encoding="utf-8")
        return checks

    def command(count: int) -> list[str]:
        checks = course_of(count)
        root = folder / f"course-{count}"
        plugins = ["-p", "recording", "-p", "grader.judge.plugin", "--import-mode=importlib"]
        options = [f"--rootdir={root}", f"--course={root}", "--room=solutions", "-q", "-p", "no:cacheprovider"]
        return [sys.executable, "-m", "pytest", "-c", os.devnull, *plugins, *options, str(checks)]

    few, some, many = command(1), command(101), command(401)
    first = measure("", some, few, course.root, course.root, max(3, runs // 2), 0)
    second = measure("", many, few, course.root, course.root, max(3, runs // 2), 0)
    return Measured(
        "one more check among 400 / one more among 100",
        (second.ours - second.theirs) / 400,
        (first.ours - first.theirs) / 100,
        1.2,
    )


def _watch(course: Course, folder: Path, saves: int = 10) -> Measured:
    """From a save to the verdict while ``watch`` runs; the first save only warms up."""
    example, root = course.find("e02")[0], folder / "watched"
    for path in (example.checks, *example.cassettes.glob("*")):
        target = root / path.relative_to(course.root)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    stub = root / example.stub.relative_to(course.root)
    stub.parent.mkdir(parents=True)
    answer = example.solution.read_text(encoding="utf-8")
    stub.write_text(answer, encoding="utf-8")
    program = "import sys; from grader.commands import main; main(['watch', 'e02'], sys.argv[1])"
    command = [sys.executable, "-c", program, str(root)]
    times: list[float] = []
    with subprocess.Popen(command, cwd=course.root, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        start = time.perf_counter()
        for line in process.stdout:
            if b" DONE " not in line:
                continue
            times.append(time.perf_counter() - start)
            if len(times) > saves + 1:
                break
            start = time.perf_counter()
            stub.write_text(answer + "\n" * len(times), encoding="utf-8")
        process.kill()
    if len(times) <= saves + 1:
        raise SystemExit("watch ended before all saves were graded")
    return Measured("from a save to the verdict, watching / half a second", statistics.median(times[2:]), 0.5, 1.0)


def _table(course: Course, rows: Sequence[Measured], runs: int, words: Sequence[str]) -> str:
    lines = [
        "# Benchmarks",
        "",
        "Made by `make bench`: whole processes, in turn, medians "
        f"of {runs} runs; Python {platform.python_version()}, {os.cpu_count()} cores, "
        f"{len(course.exercises)} exercises. Ratios count; the times are those of one machine.",
        "",
        "| measured | ours | against | ratio | at most | |",
        "| --- | ---: | ---: | ---: | ---: | --- |",
    ]
    for row in rows:
        ours, theirs = (f"{seconds * 1000:.{1 if seconds < 0.01 else 0}f} ms" for seconds in (row.ours, row.theirs))
        verdict = "holds" if row.holds else "**missed**"
        lines.append(f"| {row.name} | {ours} | {theirs} | {row.ratio:.2g} | {row.at_most:.2g} | {verdict} |")
    return "\n".join([*lines, "", *words]) + "\n"
