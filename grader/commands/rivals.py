"""The two rivals in ``bench``: nbgrader and otter-grader grade the same twenty answers to an equivalent exercise.

Theirs is e02 as a notebook: the same function, as many checks of the same behaviours, answered out of e02's recordings
by a fake within the notebook. Both keep nothing apart: the code that they grade may read and send what it likes. They
are installed by hand, in a virtual environment of their own, because their requirements do not go with ours.
"""

from __future__ import annotations

import csv
import itertools
import json
import shutil
import statistics
import sys
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from typing import Any, Protocol

import yaml

from grader.commands.measuring import Measured, seconds_of
from grader.course import Course, CourseError, Exercise
from grader.isolation import choose

STEM = "e02_order_a_dish"
LEARNERS = 20
RUNS = 3
"""At most: a turn takes minutes."""

VENV = Path(".order-up", "rivals")
PINS = Path("requirements", "rivals.txt")
SKIPPED = (
    "nbgrader and otter-grader are not measured: {why}. Install them with "
    f"`python3 -m venv --clear {VENV.as_posix()}` and "
    f"`{VENV.as_posix()}/bin/python -m pip install --require-hashes -r {PINS.as_posix()}`."
)
HOW = (
    f"nbgrader, otter-grader and we graded the same {LEARNERS} answers to e02, right ones and mistakes, from the "
    "command line to the results, and agreed on which of them are right. Each as it comes: `grade` isolates ({tier}) "
    "and uses all cores; `nbgrader autograde` takes the class in one process, `otter run` an answer at a time, and "
    "neither isolates. Medians of {runs} runs."
)

FAKE = """
import json
import requests

ANSWERS = {answers!r}
DISH, MISSING = {dish!r}, {missing!r}
BISTRO, CLOSED = "https://bistro.test", "https://closed.test"
WAITED = []


def answer(adapter, request, timeout=None, **options):
    WAITED.append(timeout)
    response = requests.Response()
    response.request, response.url = request, request.url
    response.status_code, body = ANSWERS.get(f"{{request.method}} {{request.url}}", (404, "{{}}"))
    response._content = body.encode()
    return response


def raises(function, *arguments):
    try:
        function(*arguments)
    except requests.HTTPError:
        return True
    return False


requests.adapters.HTTPAdapter.send = answer
"""
"""The notebook's first cell: a bistro without a network."""

CHECKS = {
    "returns_the_dish": """
dish = order_a_dish(BISTRO, DISH)
assert isinstance(dish, dict)
assert dish == json.loads(ANSWERS[f"GET {BISTRO}/menu/{DISH}"][1])
""",
    "raises_for_an_unknown_dish": "assert raises(order_a_dish, BISTRO, MISSING)",
    "raises_for_any_other_error": """assert raises(order_a_dish, CLOSED, "lemon-tart")""",
    "passes_the_timeout_on": """
WAITED.clear()
order_a_dish(BISTRO, DISH, timeout=0.25)
assert WAITED[0] is not None
assert max(WAITED[0] if isinstance(WAITED[0], tuple) else [WAITED[0]]) <= 0.25
""",
}
"""What they check, by the names of e02's own checks."""

OTTER_CASE = """
@test_case(points=1)
def test_{name}(env):
    exec({code!r}, env)
"""


class Tool(Protocol):
    """A grader that is measured."""

    name: str

    def write(self, folder: Path) -> None:
        """Write the assignment, and the class's answers to it."""

    def commands(self, folder: Path) -> list[list[str]]:
        """What grades the class, one after the other, each in the folder."""

    def right(self, folder: Path) -> set[str]:
        """The learners whose answers passed all checks."""


def rows(course: Course, folder: Path, runs: int) -> tuple[list[Measured], str]:
    """The rows of the rivals, in seconds per check graded, and a word on how they were measured.

    Without the rivals, or where no code can be kept apart, there are no rows, and the word says why.
    """
    why = missing(course)
    if why:
        return [], SKIPPED.format(why=why)
    try:
        tier = choose(allow_weak=False).name
    except CourseError as error:
        return [], f"nbgrader and otter-grader are not measured: {error}"
    exercise, runs = course.find(STEM)[0], min(runs, RUNS)
    ours: Tool = Ours(exercise, tier)
    rivals: list[tuple[Tool, float]] = [(Nbgrader(course, exercise), 1 / 5), (Otter(course, exercise), 1 / 15)]
    seconds = _in_turn([ours, *(rival for rival, _ in rivals)], folder / "rivals", runs)
    checks = LEARNERS * len(CHECKS)
    found = [
        Measured(
            f"a check of one exercise, isolated / {rival.name}, not isolated",
            seconds[ours.name] / checks,
            seconds[rival.name] / checks,
            at_most,
        )
        for rival, at_most in rivals
    ]
    return found, HOW.format(tier=tier, runs=runs)


def missing(course: Course) -> str:
    """Why the rivals can't be measured here, or nothing when they can."""
    places = [str(path) for path in (course.root / VENV).glob("lib/*/site-packages")]
    installed = {found.name.lower(): found.version for found in metadata.distributions(path=places)}
    if not installed:
        return f"there is no {VENV.as_posix()}"
    for name, version in pinned(course).items():
        if installed.get(name) != version:
            return f"{name} {version} is not in {VENV.as_posix()}"
    return ""


def pinned(course: Course) -> dict[str, str]:
    """The versions of the rivals themselves."""
    lines = (course.root / PINS).read_text(encoding="utf-8").splitlines()
    pins = dict(line.removesuffix(" \\").split("==") for line in lines if line.count("==") == 1 and ";" not in line)
    return {name: pins[name] for name in ("nbgrader", "otter-grader", "ipykernel")}


def answers(exercise: Exercise) -> dict[str, str]:
    """Each learner's code: right answers and mistakes in turn, no two the same text; no untouched stub among them."""
    sources = itertools.cycle((exercise.solution, *exercise.alternatives, *exercise.mistakes))
    texts = (path.read_text(encoding="utf-8") for path in itertools.islice(sources, LEARNERS))
    return {f"learner{number:02}": f"{text}\n# {number}\n" for number, text in enumerate(texts)}


def fake(exercise: Exercise) -> str:
    """The notebook's first cell: it answers what e02's recordings answer."""
    answers: dict[str, tuple[int, str]] = {}
    for path in sorted(exercise.cassettes.glob("*.yaml")):
        for exchange in yaml.safe_load(path.read_text(encoding="utf-8"))["interactions"]:
            request, response = exchange["request"], exchange["response"]
            closed = response["status"]["code"] >= 500
            uri = request["uri"].replace("bistro.test", "closed.test") if closed else request["uri"]
            answers[f"{request['method']} {uri}"] = (response["status"]["code"], response["body"]["string"])
    inputs = json.loads((exercise.cassettes / "world.json").read_text(encoding="utf-8"))["inputs"]
    return FAKE.format(answers=answers, **inputs)


class Ours:
    """``grade``, in the best isolation that works here."""

    name = "ours"

    def __init__(self, exercise: Exercise, tier: str) -> None:
        self._exercise, self._tier = exercise, tier

    def write(self, folder: Path) -> None:
        exercise = self._exercise
        (folder / "week.toml").write_text(f'exercises = ["{exercise.stem}"]\n', encoding="utf-8")
        for learner, code in answers(exercise).items():
            path = folder / "submissions" / learner / "exercises" / exercise.topic.name / f"{exercise.stem}.py"
            path.parent.mkdir(parents=True)
            path.write_text(code, encoding="utf-8")

    def commands(self, folder: Path) -> list[list[str]]:
        options = ["--assignment", "week.toml", "--out", "grades", "--isolation", self._tier]
        return [[sys.executable, "-m", "grader", "grade", "submissions", *options]]

    def right(self, folder: Path) -> set[str]:
        found = set()
        for path in (folder / "grades" / "learners").glob("*.json"):
            checks = json.loads(path.read_text(encoding="utf-8"))["exercises"][0]["checks"]
            if all(check["verdict"] == "passed" for check in checks):
                found.add(path.stem)
        return found


class _Rival:
    """What the two have in common: notebooks, and their virtual environment."""

    def __init__(self, course: Course, exercise: Exercise, package: str) -> None:
        self._bin = course.root / VENV / "bin"
        self._exercise = exercise
        self.name = f"{package} {pinned(course)[package]}"

    def _command(self, folder: Path, *words: str) -> list[str]:
        """One that finds nothing of ours, nor of the person's who measures."""
        clean = [f"PATH={self._bin}:/usr/bin:/bin", f"HOME={folder.parent}", "LANG=C.UTF-8"]
        return ["env", "-i", *clean, str(self._bin / words[0]), *words[1:]]

    def _run(self, folder: Path, *words: str) -> None:
        seconds_of(self._command(folder, *words), folder)


class Nbgrader(_Rival):
    """``nbgrader autograde``: one process for the class."""

    def __init__(self, course: Course, exercise: Exercise) -> None:
        super().__init__(course, exercise, "nbgrader")

    def write(self, folder: Path) -> None:
        _write(folder / "source" / "e02" / "e02.ipynb", self._notebook("### BEGIN SOLUTION\n### END SOLUTION"))
        self._run(folder, "nbgrader", "generate_assignment", "e02")
        for learner, code in answers(self._exercise).items():
            notebook = json.loads((folder / "release" / "e02" / "e02.ipynb").read_text(encoding="utf-8"))
            notebook["cells"][1]["source"] = code
            _write(folder / "submitted" / learner / "e02" / "e02.ipynb", notebook)

    def commands(self, folder: Path) -> list[list[str]]:
        return [self._command(folder, "nbgrader", "autograde", "e02")]

    def right(self, folder: Path) -> set[str]:
        self._run(folder, "nbgrader", "export")
        with (folder / "grades.csv").open(encoding="utf-8", newline="") as file:
            return {row["student_id"] for row in csv.DictReader(file) if float(row["score"]) == len(CHECKS)}

    def _notebook(self, code: str) -> dict[str, Any]:
        cells = [_cell("fake", fake(self._exercise), locked=True), _cell("answer", code, solution=True)]
        cells += [_cell(name, text.strip(), locked=True, grade=True, points=1) for name, text in CHECKS.items()]
        return _notebook(cells)


class Otter(_Rival):
    """``otter run``: a process for each answer."""

    def __init__(self, course: Course, exercise: Exercise) -> None:
        super().__init__(course, exercise, "otter-grader")

    def write(self, folder: Path) -> None:
        cases = "".join(OTTER_CASE.format(name=name, code=code) for name, code in CHECKS.items())
        (folder / "tests").mkdir()
        head = 'from otter.test_files import test_case\n\nOK_FORMAT = False\nname = "e02"\npoints = None\n'
        (folder / "tests" / "e02.py").write_text(head + cases, encoding="utf-8")
        self._run(folder, "otter", "generate", "--tests-dir", "tests", "--no-requirements", "--no-environment")
        for learner, code in answers(self._exercise).items():
            cells = [_cell("fake", fake(self._exercise)), _cell("answer", code)]
            _write(folder / learner / "e02.ipynb", _notebook(cells))

    def commands(self, folder: Path) -> list[list[str]]:
        options = ["--autograder", "autograder.zip", "--no-logo"]
        return [
            self._command(folder, "otter", "run", *options, "--output-dir", learner, f"{learner}/e02.ipynb")
            for learner in answers(self._exercise)
        ]

    def right(self, folder: Path) -> set[str]:
        found = set()
        for path in folder.glob("*/results.json"):
            results = json.loads(path.read_text(encoding="utf-8"))
            if sum(test["score"] for test in results["tests"] if "score" in test) == len(CHECKS):
                found.add(path.parent.name)
        return found


def _in_turn(tools: Sequence[Tool], folder: Path, runs: int) -> dict[str, float]:
    """The median of the seconds that each takes for the whole class. The first turn only warms up."""
    times: dict[str, list[float]] = {tool.name: [] for tool in tools}
    for tool in tools:
        (folder / tool.name).mkdir(parents=True)
        tool.write(folder / tool.name)
    for turn in range(runs + 1):
        for tool in tools:
            place = folder / f"{tool.name} {turn}"
            shutil.copytree(folder / tool.name, place)
            if turn:
                times[tool.name].append(sum(seconds_of(command, place) for command in tool.commands(place)))
            else:
                seconds_of(tool.commands(place)[0], place)
    right = {tool.name: sorted(tool.right(folder / f"{tool.name} {runs}")) for tool in tools}
    if not right[tools[0].name] or any(learners != right[tools[0].name] for learners in right.values()):
        raise SystemExit(f"The graders do not agree on whose answers are right, so they can't be compared: {right}")
    return {name: statistics.median(taken) for name, taken in times.items()}


def _notebook(cells: list[dict[str, Any]]) -> dict[str, Any]:
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}


def _cell(name: str, source: str, **nbgrader: Any) -> dict[str, Any]:
    """A cell of a notebook, with what nbgrader wants to know about it, if it is for nbgrader."""
    about = {"grade": False, "grade_id": name, "locked": False, "schema_version": 3, "solution": False, "task": False}
    metadata = {"nbgrader": about | nbgrader} if nbgrader else {}
    empty: dict[str, Any] = {"cell_type": "code", "execution_count": None, "outputs": []}
    return {**empty, "id": name.replace("_", "-"), "metadata": metadata, "source": source}


def _write(path: Path, notebook: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(notebook), encoding="utf-8")
