"""The autograder for Gradescope: built, unpacked, set up and run as there, on honest work and on forgeries."""

from __future__ import annotations

import dataclasses
import datetime
import importlib.metadata
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from grader.assignment import Assignment
from grader.course import Course, Exercise
from grader.doors import gradescope
from grader.faces import gradescope as face
from grader.report import CheckResult, ExerciseResult, Problem, Report, Verdict

ROOT = Path(__file__).resolve().parents[3]
E01, E02, E03 = Course(ROOT).exercises[:3]
ASSIGNMENT = """
title = "Week 1: first calls"
exercises = ["e01", "e02", "e03"]
points = 20
late_percent_a_day = 10
"""
WORTH = {exercise.stem: 20 * exercise.points / (E01.points + E02.points + E03.points) for exercise in (E01, E02, E03)}

CONTAINER = """
import ctypes, os, sys
left = {0, 1, 3, 4, 5, 6, 7, 8, 10, 13, 18, 27, 29, 31}  # what Docker leaves root: no namespaces, no tracing
for capability in set(range(64)) - left:
    ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP
os.execvp(sys.argv[1], sys.argv[1:])
"""

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Gradescope's machines run Linux")


def base() -> str:
    """A Python of this version that other users can run, too; else the one that runs this."""
    found = [
        getattr(sys, "_base_executable", sys.executable),
        f"/usr/bin/python{sys.version_info[0]}.{sys.version_info[1]}",
    ]
    return next((one for one in found if os.path.exists(one) and is_open(Path(one).resolve())), found[0])


def is_open(path: Path) -> bool:
    """Whether every user gets there."""
    return all(parent.stat().st_mode & 0o005 == 0o005 for parent in (path, *path.parents))


def tiers() -> list[str]:
    """Those that can be tried here."""
    as_another = os.name == "posix" and os.geteuid() == 0 and is_open(Path(base()).resolve())
    sandbox = ["bwrap", "--ro-bind", "/", "/", "--unshare-pid", "--unshare-net", "true"]
    wrapped = shutil.which("bwrap") and subprocess.run(sandbox, capture_output=True).returncode == 0
    return [*(["bubblewrap"] if wrapped else []), *(["user"] if as_another else [])]


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    """A folder that other users can enter, as ``/autograder`` is; pytest's own are private."""
    made = Path(tempfile.mkdtemp(prefix="order-up-gradescope-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The zip that ``gradescope`` writes, for three exercises."""
    folder = tmp_path_factory.mktemp("built")
    (folder / "week1.toml").write_text(ASSIGNMENT)
    command = [sys.executable, "-m", "grader", "gradescope", "--assignment", "week1.toml", "--into", "gradescope.zip"]
    done = subprocess.run(command, cwd=folder, env=plain(PYTHONPATH=str(ROOT)), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "Week 1: first calls, 3 exercises" in done.stdout
    return folder / "gradescope.zip"


@pytest.fixture(scope="module")
def python(place: Path) -> Path:
    """A Python with the packages that ``setup.sh`` installs, and nothing of this repository: copied, not fetched."""
    venv = place / ".venv"
    subprocess.run([base(), "-I", "-m", "venv", "--without-pip", str(venv)], check=True)
    packages = venv / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}" / "site-packages"
    pins = "".join((ROOT / "requirements" / f"{group}.txt").read_text() for group in ("learner", "instructor"))
    for name in set(re.findall(r"^([\w.-]+)==", pins, re.MULTILINE)) - {"ruff"}:
        try:
            files = importlib.metadata.files(name) or []
        except importlib.metadata.PackageNotFoundError:
            continue  # for another system
        for file in files:
            if ".." not in file.parts and "__pycache__" not in file.parts:
                (packages / file).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(file.locate(), packages / file)
    return venv / "bin" / "python"


class Machine:
    """``/autograder`` below a temporary folder, on a machine where this tier is the best one."""

    def __init__(self, place: Path, built: Path, python: Path, tier: str) -> None:
        place.mkdir()
        self.place, self.tier = place, tier
        self.results = place / "results" / "results.json"
        self.environment = plain(ORDER_UP_AUTOGRADER=str(place), ORDER_UP_PYTHON=str(python))
        # Root in a container may not do what bubblewrap does.
        self.around = [sys.executable, "-I", "-c", CONTAINER] if tier == "user" else []
        self._unpack(built)

    def _unpack(self, built: Path) -> None:
        """As Gradescope builds an autograder: unpacked, ``run_autograder`` copied, ``setup.sh`` run."""
        source = self.place / "source"
        with zipfile.ZipFile(built) as archive:
            archive.extractall(source)
        shutil.copy(source / "run_autograder", self.place / "run_autograder")
        (self.place / "run_autograder").chmod(0o755)
        (self.place / "results").mkdir()
        done = self._run("bash", str(source / "setup.sh"))
        assert done.returncode == 0, done.stderr
        self.said = done.stdout

    def grade(self, files: Mapping[str, str | bytes], metadata: object = None) -> dict[str, Any]:
        """Lay a submission and its metadata there, run ``run_autograder``, and read what it wrote."""
        submission = self.place / "submission"
        shutil.rmtree(submission, ignore_errors=True)
        submission.mkdir()
        for name, content in files.items():
            path = submission / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        (self.place / "submission_metadata.json").write_text(json.dumps(metadata or {}))
        done = self._run(str(self.place / "run_autograder"))
        self.said = done.stdout + done.stderr
        assert done.returncode == 0, self.said
        results: dict[str, Any] = json.loads(self.results.read_text("utf-8"))
        return results

    def _run(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*self.around, *command], cwd=self.place, env=self.environment, capture_output=True, text=True, timeout=120
        )


def plain(**variables: str) -> dict[str, str]:
    """Our environment without what a run around this one left in it."""
    left_out = ("ORDER_UP_", "PYTEST_", "PYTHON", "MAKE", "VIRTUAL_ENV", "COVERAGE")
    return {key: value for key, value in os.environ.items() if not key.startswith(left_out)} | variables


@pytest.fixture(scope="module", params=tiers())
def machine(request: pytest.FixtureRequest, place: Path, built: Path, python: Path) -> Machine:
    """One of each tier."""
    return Machine(place / request.param, built, python, request.param)


@pytest.fixture(scope="module")
def any_machine(place: Path, built: Path, python: Path) -> Machine:
    """One of the best tier here, for what has nothing to do with it."""
    if not tiers():
        pytest.skip("this needs bubblewrap, or root and a Python that other users can run")
    return Machine(place / "any", built, python, tiers()[0])


def solved(*exercises: Exercise) -> dict[str, str]:
    return {one.stub.relative_to(ROOT).as_posix(): one.solution.read_text("utf-8") for one in exercises}


def stub(exercise: Exercise) -> dict[str, str]:
    return {exercise.stub.relative_to(ROOT).as_posix(): exercise.stub.read_text("utf-8")}


def worth(*exercises: Exercise) -> float:
    return pytest.approx(sum(WORTH[one.stem] for one in exercises), abs=0.005)  # type: ignore[no-any-return]


# The zip.


def test_the_same_course_gives_the_same_bytes(built: Path, tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "grader",
        "gradescope",
        "--assignment",
        "week1.toml",
        f"--into={tmp_path / 'b.zip'}",
    ]
    subprocess.run(command, cwd=built.parent, env=plain(PYTHONPATH=str(ROOT)), check=True, capture_output=True)
    assert (tmp_path / "b.zip").read_bytes() == built.read_bytes()


def test_the_zip_holds_what_grades_and_no_answers(built: Path) -> None:
    with zipfile.ZipFile(built) as archive:
        names = set(archive.namelist())
        modes = {info.filename: info.external_attr >> 16 for info in archive.infolist()}
    assert {"setup.sh", "run_autograder", "course/assignment.toml", "course/requirements/instructor.txt"} <= names
    assert modes["run_autograder"] & modes["setup.sh"] & 0o111
    stems = {name.split("/")[3] for name in names if name.startswith("course/cassettes/")}
    assert stems == {E01.stem, E02.stem, E03.stem}
    assert {name for name in names if name.startswith("course/tests/")} == {
        f"course/{one.checks.relative_to(ROOT).as_posix()}" for one in (E01, E02, E03)
    }
    assert not [name for name in names if re.search(r"(^|/)(solutions|kitchen|docs|mistake_|alternative_)", name)]
    tops = {name.split("/")[1] for name in names if name.startswith("course/")}
    assert tops <= {
        "grader",
        "tests",
        "cassettes",
        "exercises",
        "requirements",
        *("assignment.toml", "pyproject.toml", "LICENSE"),
    }


def test_an_edited_stub_is_not_shipped(tmp_path: Path) -> None:
    """It would be handed to everybody as the task, and may be somebody's answer."""
    from grader import assignment
    from grader.course import CourseError
    from grader.doors import bundle

    for place in (E01.stub, E01.checks, ROOT / "exercises" / ".shipped"):
        target = tmp_path / place.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(place, target)
    course = Course(tmp_path)
    assert "exercises/.shipped" in bundle.contents(course, assignment.everything(course), None)
    course.exercises[0].stub.write_text("answer = 42\n")
    with pytest.raises(CourseError, match="make reset EX=e01"):
        bundle.contents(course, assignment.everything(course), None)


def test_an_image_without_a_new_python_is_refused_with_a_word(built: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(built) as archive:
        archive.extractall(tmp_path / "source")
    apt = tmp_path / "bin" / "apt-get"
    apt.parent.mkdir()
    apt.touch(0o755)
    apt_first = f"{apt.parent}:{os.environ['PATH']}"
    no_python = "no Python 3.11 or newer. Choose a newer base image"
    for does, said in (("exit 100", ""), ('[ "$1" = update ]', no_python)):
        apt.write_text(f"#!/bin/sh\n{does}\n")
        done = subprocess.run(
            ["bash", str(tmp_path / "source" / "setup.sh")],
            env=plain(ORDER_UP_AUTOGRADER=str(tmp_path), PATH=apt_first),
            capture_output=True,
            text=True,
        )
        assert done.returncode != 0
        assert said in done.stderr


# What the results say.


def checked(name: str, points: int, earned: int, **more: Any) -> CheckResult:
    verdict = Verdict.PASSED if earned == points else Verdict.WRONG_RESULT
    return CheckResult(name, f"Does {name}.", verdict, points, earned, says="a dict", **more)


FOUR = next(exercise for exercise in Course(ROOT).exercises if exercise.points == 4)


def encoded(*checks: CheckResult, points: float | Fraction | None = None, **more: Any) -> dict[str, Any]:
    """The results for an exercise that is worth 4 points, with these checks."""
    verdict = Verdict.PASSED if all(check.verdict is Verdict.PASSED for check in checks) else Verdict.WRONG_RESULT
    source = FOUR.stub.relative_to(ROOT).as_posix()
    earned = sum(check.earned for check in checks if not check.extra)
    result = ExerciseResult(FOUR.stem, FOUR.topic.name, FOUR.title, source, verdict, 4, earned, True, checks)
    report = Report((result,), isolation="bubblewrap", versions={"python": "3.11"})
    assignment = Assignment("Week", (FOUR.stem,), points=None if points is None else Fraction(str(points)))
    arguments: dict[str, Any] = {"score": 1.5} | more
    results: dict[str, Any] = json.loads(face.encode(report, assignment, Course(ROOT), **arguments))
    return results


@pytest.mark.parametrize("points", [10, 1, Fraction(1, 3), 0.1, 7, 99.99])
def test_rounded_points_add_up(points: float | Fraction) -> None:
    checks = [checked(name, 1, earned) for name, earned in (("a", 1), ("b", 0), ("c", 1), ("d", 1))]
    tests = encoded(*checks, points=points)["tests"]
    assert round(sum(test["max_score"] for test in tests), 2) == round(float(points), 2)
    assert [test["score"] for test in tests] == [tests[0]["max_score"], 0, tests[2]["max_score"], tests[3]["max_score"]]
    assert max(test["max_score"] for test in tests) - min(test["max_score"] for test in tests) < 0.011


def test_an_extra_check_has_no_points_and_hides_nothing() -> None:
    results = encoded(checked("a", 4, 4), checked("more", 0, 0, extra=True))
    assert "score" not in results["tests"][1]
    assert results["tests"][1]["name"].endswith("(extra)")
    assert (results["score"], results["visibility"]) == (1.5, "visible")


def test_checks_that_were_not_run_are_the_course_s_fault() -> None:
    results = encoded(checked("a", 1, 1))
    assert [test["max_score"] for test in results["tests"]] == [1.0, 3.0]
    assert "not yours" in results["tests"][1]["output"]


def test_what_the_code_printed_is_harmless() -> None:
    printed = "\x1b]0;title\x07\x1b[31mred\x00\ud800 <script>alert(1)</script>"
    results = encoded(checked("a", 4, 0, problem=Problem("It is\x1b[2J wrong."), printed=printed), notes=("A\nnote.",))
    output = results["tests"][0]["output"]
    assert "It is wrong." in output
    assert "<script>" in output, "as text, which Gradescope escapes"
    assert results["tests"][0]["output_format"] == results["output_format"] == "text"
    assert not [sign for sign in output + results["output"] if sign < " " and sign != "\n"]
    assert "A note." in results["output"]


# Honest work.


def test_setup_says_what_it_will_do(machine: Machine) -> None:
    said = f"Week 1: first calls: 3 exercises. Isolation of learners' code: {machine.tier}."
    assert said in machine.said


def test_a_good_submission(machine: Machine) -> None:
    results = machine.grade(solved(E01, E02, E03))
    assert results["score"] == 20.0, machine.said
    assert results["extra_data"]["isolation"] == machine.tier
    assert f"isolation of your code: {machine.tier}." in results["output"]
    counted = [test for test in results["tests"] if "max_score" in test]
    assert {test["status"] for test in counted} == {"passed"}
    assert round(sum(test["max_score"] for test in counted), 2) == 20.0
    assert round(sum(test["score"] for test in counted), 2) == 20.0
    assert {test.get("visibility") for test in results["tests"]} == {"visible"}


def test_an_untouched_and_a_missing_exercise(any_machine: Machine) -> None:
    results = any_machine.grade({**solved(E01), **stub(E03)})
    assert results["score"] == worth(E01), any_machine.said
    by_number = {test["number"]: test for test in results["tests"]}
    assert by_number["3.1"]["status"] == "failed"
    assert by_number["2"]["output"].startswith("There is no file for this exercise")
    assert round(sum(test.get("max_score", 0) for test in results["tests"]), 2) == 20.0


def test_a_mistake_is_told_as_on_the_terminal(any_machine: Machine) -> None:
    mistake = E02.variants / "mistake_ignores_the_status.py"
    results = any_machine.grade({E02.stub.relative_to(ROOT).as_posix(): mistake.read_text("utf-8")})
    failed = [test for test in results["tests"] if test["number"].startswith("2.") and test["status"] == "failed"]
    assert failed, any_machine.said
    assert f"{E02.stub.name}:" in failed[0]["output"], "the phrase of the stub, with its line"
    assert "make hint EX=e02" in failed[0]["output"]
    assert 0 < results["score"] < WORTH[E02.stem]


@pytest.mark.parametrize(
    "files",
    [{}, {"week1.zip": b"PK\x03\x04 no more of it"}, {"notes.txt": "later"}, {"exercises/t01_first_calls": "a file"}],
)
def test_what_is_no_submission_gets_a_sentence(any_machine: Machine, files: dict[str, str | bytes]) -> None:
    results = any_machine.grade(files)
    assert results["score"] == 0
    assert results["extra_data"]["failed"] is False, any_machine.said
    assert results["output"].strip()
    assert results["output"].count("\n") < 8


# The late rule.


def metadata(due: str | None, own: str | None = None, before: object = ()) -> dict[str, object]:
    users = [{"email": "a@uni.example", "assignment": {"due_date": own}}] if own else [{"email": "a@uni.example"}]
    return {
        "created_at": "2027-02-03T10:00:00.000000-08:00",
        "assignment": {"due_date": due, "late_due_date": None},
        "users": users,
        "previous_submissions": before,
    }


WEEK1 = Assignment("Week 1", (E01.stem,), late_percent_a_day=Fraction(10))


@pytest.mark.parametrize(
    ("due", "own", "days"),
    [
        ("2027-02-03T10:00:00-08:00", None, 0),
        ("2027-02-03T18:00:00Z", None, 0),  # the same moment
        ("2027-02-03T09:59:59-08:00", None, 1),
        ("2027-02-01T09:00:00-08:00", None, 3),
        ("2027-02-01T09:00:00-08:00", "2027-02-04T09:00:00-08:00", 0),  # an extension
        ("2027-02-04T09:00:00-08:00", "2027-02-01T09:00:00-08:00", 3),  # less time than the others
        (None, None, 0),
        ("soon", None, 0),
        ("2027-02-01T09:00:00", None, 0),  # by which clock?
    ],
)
def test_without_a_due_date_of_its_own_the_assignment_goes_by_that_of_gradescope(
    tmp_path: Path, due: str | None, own: str | None, days: int
) -> None:
    path = tmp_path / "submission_metadata.json"
    path.write_text(json.dumps(metadata(due, own)))
    found = gradescope.Metadata.read(path)
    assert found.due_date_for(WEEK1).days_late(found.submitted) == days


def test_a_due_date_of_its_own_comes_first(tmp_path: Path) -> None:
    path = tmp_path / "submission_metadata.json"
    path.write_text(json.dumps(metadata("2027-03-01T10:00:00-08:00")))
    found = gradescope.Metadata.read(path)
    own = dataclasses.replace(WEEK1, due=datetime.datetime.fromisoformat("2027-02-02T10:00:00-08:00"))
    assert found.due_date_for(own).days_late(found.submitted) == 1


def test_a_late_submission_costs_what_the_assignment_says(any_machine: Machine) -> None:
    before = [{"score": 12.5}, {"score": "19.0"}, {"score": None}, "odd"]
    results = any_machine.grade(solved(E01, E02, E03), metadata("2027-02-01T09:00:00-08:00", before=before))
    assert (results["score"], results["extra_data"]["days_late"]) == (14.0, 3), any_machine.said
    assert "It came 3 days late, which costs 30 percent." in results["output"]
    assert "An earlier submission of yours earned 19.00." in results["output"], "and is not counted by itself"


@pytest.mark.parametrize(
    "odd", ["", "[]", '"text"', '{"users": 3, "assignment": [], "created_at": 5, "previous_submissions": {}}', "\xff"]
)
def test_odd_metadata_says_nothing(tmp_path: Path, odd: str) -> None:
    path = tmp_path / "submission_metadata.json"
    path.write_bytes(odd.encode("latin-1"))
    assert gradescope.Metadata.read(path) == gradescope.Metadata() == gradescope.Metadata.read(tmp_path / "none")


# Forgeries.

FORGED = json.dumps({"score": 1000, "tests": [{"name": "forged", "score": 1000}]})


def forging(machine: Machine) -> str:
    """Code that writes a result wherever it might be looked for, and goes on doing so in the background."""
    return f"""
import os, subprocess, sys

def _forge():
    for place in {[str(machine.results), str(machine.place), "/autograder/results/results.json", "results.json"]!r}:
        for name in (place, place + "/results.json", place + "/results/results.json"):
            try:
                if os.path.exists(name) and not os.path.isdir(name):
                    os.unlink(name)
            except OSError:
                pass
            try:
                with open(name, "w") as file:
                    file.write({FORGED!r})
            except OSError:
                pass

_forge()
if os.fork() == 0:
    os.setsid()
    for _ in range(300):
        _forge()
        __import__("time").sleep(0.01)
    os._exit(0)
"""


def assert_honest(machine: Machine, results: dict[str, Any], score: float) -> None:
    assert results["score"] == score, machine.said
    assert "forged" not in machine.results.read_text("utf-8")
    assert results["extra_data"]["isolation"]
    assert round(sum(test.get("max_score", 0) for test in results["tests"]), 2) == 20.0


def test_a_result_that_is_written_at_run_time_is_not_the_result(machine: Machine) -> None:
    path = E02.stub.relative_to(ROOT).as_posix()
    tricky = solved(E02)[path].replace("import requests", forging(machine) + "\nimport requests", 1)
    assert "_forge()" in tricky
    results = machine.grade({**solved(E01), path: tricky})
    assert results["score"] in (
        worth(E01),
        worth(E01, E02),
    )  # what it may fork, and so whether it passes, the tier says
    assert_honest(machine, results, results["score"])
    assert not [place for place in machine.place.rglob("results.json") if "forged" in place.read_text("utf-8")]


def ending(exercise: Exercise, words: str) -> dict[str, str]:
    """The right answer, which ends the process before it can give it."""
    return {path: f"import os, sys\n{words}\n{code}" for path, code in solved(exercise).items()}


def test_an_exit_in_mid_run_earns_nothing_and_costs_nobody_else(machine: Machine) -> None:
    results = machine.grade({**solved(E01), **ending(E02, "os._exit(0)"), **ending(E03, "sys.exit(0)")})
    assert_honest(machine, results, worth(E01))


def test_killing_processes_earns_nothing_and_costs_nobody_else(machine: Machine) -> None:
    results = machine.grade(
        {**ending(E01, "os.kill(os.getpid(), 9)"), **ending(E02, "try: os.kill(os.getppid(), 9)\nexcept OSError: pass")}
        | solved(E03)
    )
    score = results["score"]
    assert score in (worth(E03), worth(E02, E03))  # e02 goes on where it may not kill its parent
    assert_honest(machine, results, score)


CONFTEST = """
import pytest

@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    outcome.get_result().outcome = "passed"

raise SystemExit("forged")
"""
FAKE_REQUESTS = """
class Answer:
    status_code, ok, text = 200, True, "forged"
    def json(self): return {}
    def raise_for_status(self): pass
def get(*a, **k): return Answer()
post = request = get
"""


TOPIC = E02.stub.parent.relative_to(ROOT).as_posix()
PLANTED: dict[str, dict[str, str]] = {
    "results": dict.fromkeys(("results.json", "results/results.json", "exercises/results.json"), FORGED),
    "conftest": dict.fromkeys(("conftest.py", "exercises/conftest.py", f"{TOPIC}/conftest.py"), CONFTEST),
    "pytest.ini": dict.fromkeys(
        ("pytest.ini", "exercises/pytest.ini", f"{TOPIC}/pytest.ini"), "[pytest]\naddopts = --collect-only -p forged\n"
    ),
    "sitecustomize": dict.fromkeys(
        ("sitecustomize.py", "usercustomize.py", f"{TOPIC}/sitecustomize.py", "pytest.py"),
        "import os\nprint('forged')\nos._exit(0)\n",
    ),
    "requests": dict.fromkeys(
        ("requests.py", "exercises/requests.py", f"{TOPIC}/requests.py", f"{TOPIC}/json.py"), FAKE_REQUESTS
    ),
    "grader": {
        "grader/__init__.py": "raise SystemExit('forged')",
        "grader/doors/gradescope.py": "def main(place):\n    return 0",
        "grader/report.py": "forged = True",
        f"tests/{E02.topic.name}/{E02.checks.name}": "def test_nothing(): pass",
        "assignment.toml": 'exercises = ["e01"]',
        "run_autograder": "#!/bin/sh\nexit 0\n",
        "setup.sh": "exit 0",
    },
}


@pytest.mark.parametrize("planted", PLANTED.values(), ids=PLANTED.keys())
def test_what_is_planted_is_never_looked_at(any_machine: Machine, planted: dict[str, str]) -> None:
    results = any_machine.grade({**solved(E01), **stub(E02), **planted})
    assert_honest(any_machine, results, worth(E01))


def test_a_link_in_the_place_of_the_results_is_not_followed(any_machine: Machine, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("mine")
    any_machine.results.unlink(missing_ok=True)
    any_machine.results.symlink_to(elsewhere)
    assert any_machine.grade(solved(E01))["score"] == worth(E01)
    assert elsewhere.read_text() == "mine"
    assert not any_machine.results.is_symlink()


# The grader's own failures.


def test_a_grader_that_fails_says_so_in_the_results(any_machine: Machine) -> None:
    path = any_machine.place / "source" / "course" / "assignment.toml"
    path.write_text("exercises = [")
    try:
        results = any_machine.grade(solved(E01))
    finally:
        path.write_text(ASSIGNMENT)
    assert results["score"] == 0
    assert results["extra_data"]["failed"] is True
    assert results["output"].startswith("The grader failed, and this is not your mistake")
    assert "is not TOML" in results["output"]


@pytest.mark.parametrize("last_words", [f"echo '{FORGED}' > results.json; kill -9 $$", "exit 3"])
def test_a_grader_that_is_killed_leaves_results_that_say_so(
    any_machine: Machine, tmp_path: Path, last_words: str
) -> None:
    killed = tmp_path / "python"
    killed.write_text(f"#!/bin/sh\ncd '{any_machine.results.parent}'\n{last_words}\n")
    killed.chmod(0o755)
    before = any_machine.environment["ORDER_UP_PYTHON"]
    any_machine.environment["ORDER_UP_PYTHON"] = str(killed)
    try:
        results = any_machine.grade(solved(E01))
    finally:
        any_machine.environment["ORDER_UP_PYTHON"] = before
    assert (results["score"], results["extra_data"]["failed"]) == (0, True)
    assert results["output"].startswith("The grader was stopped before it was done")
