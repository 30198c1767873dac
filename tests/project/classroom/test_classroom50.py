"""Classroom 50, walked from end to end: the bundle is built, packed, unpacked and started in a student's checkout."""

from __future__ import annotations

import datetime
import json
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.assignment import Assignment
from grader.course import Course
from grader.doors import classroom50 as door
from grader.report import CheckResult, ExerciseResult, Report, Verdict

from .classroom50_rules import broken_in_result, broken_in_tests

pytestmark = pytest.mark.skipif(os.name != "posix", reason="class grading needs POSIX")

ROOT = Path(__file__).resolve().parents[3]
COURSE = Course(ROOT)
CODES = ("e02", "e06", "e22")
E02, E06, E22 = (COURSE.find(code)[0] for code in CODES)
POINTS = {"e02": 2, "e06": 5, "e22": 5}
"""Their own are 2, 4 and 4: of the assignment's 12 that would be 2.4, 4.8 and 4.8."""
FULL = 12

WEEK = f"""
title = "A week"
exercises = {list(CODES)}
points = {FULL}
due = 2027-02-05T23:59:00Z
late_percent_a_day = 25
"""

RUNNER = {
    "CLASSROOM": "web-apis",
    "ASSIGNMENT": "week-3",
    "ASSIGNMENT_TYPE": "individual",
    "SUBMISSION_TAG": "submit/2027-02-05T18-03-11Z-a1b2c3d",
    "USERNAME": "alice",
    "OWNER": "alice",
    "COMMIT_URL": "https://github.com/org/web-apis-week-3-alice/commit/a1b2c3d",
    "RELEASE_URL": "https://github.com/org/web-apis-week-3-alice/releases/tag/submit%2F1",
    "REVIEW_URL": "https://github.com/org/web-apis-week-3-alice/compare/0000000...a1b2c3d",
    "PAGES_BASE_URL": "https://org.github.io/classroom50",
    "GITHUB_ACTOR": "alice",
    "GITHUB_ACTOR_ID": "4711",
    "GITHUB_REPOSITORY": "org/web-apis-week-3-alice",
    "GITHUB_SHA": "a1b2c3d",
}

FORGED = json.dumps({"schema": "classroom50/result/v1", "score": 999, "max-score": 999, "tests": []})


def make(*arguments: object) -> subprocess.CompletedProcess[str]:
    """``python -m grader classroom50 …``"""
    command = [sys.executable, "-m", "grader", "classroom50", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the command writes for a week."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "week.toml").write_text(WEEK, encoding="utf-8")
    done = make("--assignment", folder / "week.toml", "--into", folder / "out")
    assert done.returncode == 0, done.stderr
    return folder / "out"


@pytest.fixture(scope="module")
def bundle(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundle as a runner has it: packed by one machine, unpacked on another, with what it needs installed."""
    folder = tmp_path_factory.mktemp("published")
    shutil.copytree(made / "bundle", folder / "week-3")
    shutil.copy(made / "autograder.py", folder / "week-3")
    packed = folder / "week-3.tar.gz"
    with tarfile.open(packed, "w:gz") as archive:
        archive.add(folder / "week-3", "week-3")
    assert packed.stat().st_size < 5 * 1024 * 1024, "Classroom 50 takes 10 MB"
    with tarfile.open(packed) as archive:
        archive.extractall(folder / "runtime", filter="data")
    unpacked = folder / "runtime" / "week-3"
    (unpacked / ".venv").symlink_to(sys.prefix)
    shutil.copy(made / "tests.json", folder)
    return unpacked


@pytest.fixture
def damaged(bundle: Path, tmp_path: Path) -> Path:
    """A copy of the bundle that a test may take apart."""
    return shutil.copytree(bundle, tmp_path / "damaged", symlinks=True)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A student's repository in which nothing was done yet."""
    folder = tmp_path / "checkout"
    for exercise in (E02, E06, E22):
        put(folder, exercise.stub.relative_to(ROOT), exercise.stub.read_text(encoding="utf-8"))
    return folder


def put(folder: Path, place: str | Path, text: str) -> None:
    path = folder / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def solve(checkout: Path, *codes: str) -> None:
    for exercise in (COURSE.find(code)[0] for code in codes):
        put(checkout, exercise.stub.relative_to(ROOT), exercise.solution.read_text(encoding="utf-8"))


def start(bundle: Path, checkout: Path, **other: str) -> subprocess.CompletedProcess[str]:
    """As the runner starts it: by its own Python, in the checkout."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("ORDER_UP_", "PYTEST_"))}
    return subprocess.run(
        [sys.executable, str(bundle / "autograder.py")],
        cwd=checkout,
        env={**environment, **RUNNER, "CLASSROOM50_BUNDLE_DIR": str(bundle), **other},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


Walk = Callable[..., dict[str, Any]]


@pytest.fixture
def walk(bundle: Path, checkout: Path) -> Walk:
    """Grade the checkout, and read the result as the runner does."""

    def walk(**other: str) -> dict[str, Any]:
        done = start(bundle, checkout, **other)
        assert done.returncode == 0, done.stdout + done.stderr
        path = checkout / "result.json"
        assert path.is_file()
        assert not path.is_symlink()
        result: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        assert broken_in_result(result) == []
        for name in ("score", "max-score"):
            assert sum(test[name] for test in result["tests"]) == result[name], "the tests add up"
        result["log"] = done.stdout + done.stderr
        return result

    return walk


def scores(result: dict[str, Any]) -> dict[str, int]:
    return {test["test-name"][:3]: test["score"] for test in result["tests"]}


# What is built


def test_the_bundle_has_what_grading_needs_and_no_answer(made: Path) -> None:
    places = {path.relative_to(made / "bundle").as_posix() for path in (made / "bundle").rglob("*") if path.is_file()}
    assert {place for place in places if place.startswith("exercises/")} == {
        "exercises/.shipped",
        *(exercise.stub.relative_to(ROOT).as_posix() for exercise in (E02, E06, E22)),
        *(exercise.topic.lesson.relative_to(ROOT).as_posix() for exercise in (E02, E06, E22)),
    }
    tops = {place.split("/")[0] for place in places}
    kept = {"exercises", "tests", "cassettes", "grader", "requirements"}
    assert tops == kept | {"pyproject.toml", "LICENSE", "check.py", "assignment.toml"}
    names = {place.rsplit("/", 1)[-1] for place in places}
    assert not [name for name in names if name.startswith(("mistake_", "alternative_"))]
    for exercise in (E02, E06, E22):
        solution = exercise.solution.read_text(encoding="utf-8")
        assert not [place for place in places if (made / "bundle" / place).read_bytes() == solution.encode()]


def test_a_props_module_goes_along(tmp_path: Path) -> None:
    (tmp_path / "week.toml").write_text('exercises = ["e45"]\n', encoding="utf-8")
    assert make("--assignment", tmp_path / "week.toml", "--into", tmp_path / "out").returncode == 0
    folder = tmp_path / "out" / "bundle" / COURSE.find("e45")[0].variants.relative_to(ROOT)
    assert [path.name for path in folder.iterdir()] == ["props.py"]


def test_what_is_installed_is_pinned_and_hashed(made: Path) -> None:
    for name in ("learner.txt", "instructor.txt"):
        content = (made / "bundle" / "requirements" / name).read_bytes()
        assert content == (ROOT / "requirements" / name).read_bytes()
        assert b"--hash=sha256:" in content


def test_the_readme_says_where_everything_goes(made: Path) -> None:
    text = (made / "README.md").read_text(encoding="utf-8")
    assert text.startswith("# A week: for Classroom 50\n")
    assert "3 exercises, 12 points" in " ".join(text.split())
    for path in made.iterdir():
        assert f"`{path.name}" in text or path.name == "README.md", path.name
    assert "{" not in text


def test_the_runtime_asks_for_the_sandbox(made: Path) -> None:
    runtime = json.loads((made / "runtime.json").read_text(encoding="utf-8"))
    assert runtime["apt"] == ["bubblewrap"]
    assert tuple(map(int, runtime["python"].split("."))) >= (3, 11)


def test_made_again_it_is_the_same_and_nobodys_folder_is_overwritten(made: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(made, copy)
    put(copy, "bundle/tests/t01_first_calls/test_e99_gone.py", "")
    done = make("--assignment", copy / "bundle" / "assignment.toml", "--into", copy)
    assert done.returncode == 0, done.stderr
    assert {path.relative_to(copy) for path in copy.rglob("*")} == {path.relative_to(made) for path in made.rglob("*")}
    put(tmp_path / "theirs", "thesis.txt", "three years of work")
    done = make("--into", tmp_path / "theirs")
    assert (done.returncode, done.stderr) == (
        2,
        f"{tmp_path / 'theirs'} is there already, and was not made by this command. Name a new folder.\n",
    )


def test_points_are_whole(tmp_path: Path) -> None:
    (tmp_path / "week.toml").write_text('exercises = ["e02"]\npoints = 7.5\n', encoding="utf-8")
    done = make("--assignment", tmp_path / "week.toml", "--into", tmp_path / "out")
    assert done.returncode == 2
    assert done.stderr == "Classroom 50 counts in whole points: write points = 8, not 7.5.\n"
    assert not (tmp_path / "out").exists()


# Walked


def test_a_good_submission(walk: Walk, checkout: Path) -> None:
    solve(checkout, *CODES)
    result = walk()
    assert scores(result) == POINTS
    assert (result["score"], result["max-score"]) == (FULL, FULL)
    assert all(test["passed"] and test["message"] == "" for test in result["tests"])
    assert [result[name] for name in ("classroom", "assignment", "owner", "submission", "commit", "release")] == [
        RUNNER[name] for name in ("CLASSROOM", "ASSIGNMENT", "OWNER", "SUBMISSION_TAG", "COMMIT_URL", "RELEASE_URL")
    ]
    assert result["review"] == RUNNER["REVIEW_URL"]
    assert result["submitted_by"] == {"username": "alice", "id": 4711}
    assert result["datetime"] == "2027-02-05T18:03:11Z"
    tiers = {test["isolation"] for test in result["tests"]}
    assert len(tiers) == 1
    assert door.TIERS[tiers.pop()] in result["log"]


def test_a_partial_submission_gets_partial_credit(walk: Walk, checkout: Path) -> None:
    solve(checkout, "e02", "e06")
    source = (checkout / E06.stub.relative_to(ROOT)).read_text(encoding="utf-8")
    put(checkout, E06.stub.relative_to(ROOT), source.replace("urljoin(response.url, ", "str(base_url + "))
    result = walk(SUBMISSION_TAG="submit/by-hand")
    assert scores(result)["e02"] == POINTS["e02"]
    assert 0 < scores(result)["e06"] < POINTS["e06"]
    assert scores(result)["e22"] == 0
    failed = {test["test-name"][:3]: test["message"] for test in result["tests"] if not test["passed"]}
    assert set(failed) == {"e06", "e22"}
    assert "Location" in failed["e06"]
    assert "e06 · Place an order | " in (checkout / "release-body.md").read_text(encoding="utf-8")


def test_an_untouched_submission(walk: Walk) -> None:
    result = walk()
    assert result["score"] == 0
    assert "e22  0/5  not started" in result["log"]


def test_a_repository_with_nothing_in_it(walk: Walk, checkout: Path) -> None:
    shutil.rmtree(checkout / "exercises")
    put(checkout, "README.md", "# Soon\n")
    result = walk()
    assert (result["score"], result["max-score"]) == (0, FULL)
    assert {test["message"] for test in result["tests"]} == {
        f"{exercise.stub.name} was not handed in." for exercise in (E02, E06, E22)
    }


def test_late_by_the_moment_in_the_tag(walk: Walk, checkout: Path) -> None:
    solve(checkout, *CODES)
    result = walk(SUBMISSION_TAG="submit/2027-02-07T10-00-00Z-a1b2c3d")
    assert result["score"] == FULL // 2, "a quarter less for each of two days"
    assert "2 days late" in (checkout / "release-body.md").read_text(encoding="utf-8")


# Forged

HIT = "from pathlib import Path\nPath({trace!r}).joinpath({name!r}).write_text('was imported')\n"


@pytest.fixture
def traces(tmp_path: Path) -> Path:
    """Where planted code would leave a trace, were it run outside of the sandbox."""
    folder = tmp_path / "traces"
    folder.mkdir()
    folder.chmod(0o777)
    return folder


def plant(checkout: Path, traces: Path) -> None:
    """All that a student can put into a repository to steer a grader that lets itself be steered."""
    modules = ["conftest", "sitecustomize", "usercustomize", "requests", "json", "pytest", "vcr", "tests/conftest"]
    for name in [*modules, "exercises/conftest", "exercises/t01_first_calls/requests", "grader/__init__"]:
        put(checkout, f"{name}.py", HIT.format(trace=str(traces), name=name.replace("/", "-")))
    for name in ("setup", "__main__", "report", "doors/__init__", "doors/classroom50"):
        put(checkout, f"grader/{name}.py", HIT.format(trace=str(traces), name=name.replace("/", "-")))
    put(checkout, "pytest.ini", "[pytest]\naddopts = --collect-only\n")
    put(checkout, "pyproject.toml", '[tool.pytest.ini_options]\naddopts = ["--collect-only"]\n')
    put(checkout, "tox.ini", "[pytest]\naddopts = -p evil\n")
    put(checkout, "assignment.toml", 'exercises = ["e01"]\n')
    put(checkout, E02.checks.relative_to(ROOT), "def test_returns_the_dish():\n    pass\n")
    put(checkout, E02.cassettes.relative_to(ROOT) / "returns_the_dish.yaml", "interactions: []\nversion: 1\n")
    put(checkout, "result.json", FORGED)
    put(checkout, "release-body.md", "999 of 999\n")


def test_planted_files_change_nothing(walk: Walk, checkout: Path, traces: Path) -> None:
    plant(checkout, traces)
    assert walk()["score"] == 0
    assert "999" not in (checkout / "release-body.md").read_text(encoding="utf-8")
    solve(checkout, *CODES)
    assert scores(walk()) == POINTS
    assert list(traces.iterdir()) == []


@pytest.mark.parametrize("planted", ["a link to a file", "a link to nowhere", "a folder", "nothing"])
def test_whatever_lies_where_the_result_goes(planted: str, tmp_path: Path) -> None:
    path = tmp_path / "result.json"
    put(tmp_path, "elsewhere.json", FORGED)
    if planted == "a folder":
        put(tmp_path, "result.json/inside.txt", "full")
    elif planted != "nothing":
        path.symlink_to(tmp_path / ("elsewhere.json" if planted == "a link to a file" else "nowhere.json"))
    door._write(path, "ours")
    assert not path.is_symlink()
    assert path.read_text(encoding="utf-8") == "ours"
    assert (tmp_path / "elsewhere.json").read_text(encoding="utf-8") == FORGED, "nothing is written through a link"
    assert {path.name for path in tmp_path.iterdir()} == {"elsewhere.json", "result.json"}


FORGES = '''"""Writes what a full mark looks like wherever it may be looked for, and ends the process in mid-run."""

import os


def order_a_dish(base_url, dish, *, timeout=5.0):
    for place in {places!r}:
        try:
            with open(os.path.join(place, "result.json"), "w") as file:
                file.write({forged!r})
        except OSError:
            pass
    os._exit(0)
'''


def test_a_result_written_by_the_students_code_and_an_exit_in_mid_run(walk: Walk, checkout: Path, bundle: Path) -> None:
    solve(checkout, "e06", "e22")
    places = [".", str(checkout), str(bundle), "/tmp"]
    put(checkout, E02.stub.relative_to(ROOT), FORGES.format(places=places, forged=FORGED))
    result = walk()
    assert scores(result) == {**POINTS, "e02": 0}
    assert not (bundle / "result.json").exists()


def test_commands_to_github_do_not_reach_the_log(bundle: Path, checkout: Path) -> None:
    source = 'print("begin\\n  ::error::taken over")\nraise ValueError("##[error]taken over\\n::error::taken over")\n'
    put(checkout, E02.stub.relative_to(ROOT), source)
    done = start(bundle, checkout)
    alone = declared(bundle, checkout, "e02")
    assert alone.returncode == 1
    assert "taken over" in alone.stdout, "the student is told what was raised"
    for line in (done.stdout + done.stderr + alone.stdout + alone.stderr).splitlines():
        assert not line.lstrip().startswith("::"), line
        assert "##[" not in line
    text = (checkout / "release-body.md").read_text(encoding="utf-8")
    assert "\\#\\#\\[error\\]taken over" in text, "and reads it as it is, not as Markdown"


# Not graded


def test_a_fault_of_the_bundle_is_nobodys_zero(damaged: Path, checkout: Path) -> None:
    """Without a result and with another status than 0, the runner publishes an error, and no points at all."""
    solve(checkout, *CODES)
    put(checkout, "result.json", FORGED)
    (damaged / E02.cassettes.relative_to(ROOT) / "returns_the_dish.yaml").unlink()
    done = start(damaged, checkout)
    assert done.returncode == 1
    assert f"Not graded: the bundle is incomplete: a recording of {E02.stem} is missing" in done.stderr
    assert not (checkout / "result.json").exists()


def test_started_by_somebody_else(bundle: Path, checkout: Path) -> None:
    put(checkout, "result.json", FORGED)
    done = start(bundle, checkout, CLASSROOM="", OWNER="", USERNAME="")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "Not graded: Classroom 50 did not say CLASSROOM, OWNER. Is this its runner?\n"
    assert not (checkout / "result.json").exists()


def test_what_can_not_be_installed(damaged: Path, checkout: Path) -> None:
    """The set-up's own sentence, and no traceback."""
    shutil.rmtree(damaged / "requirements")
    done = start(damaged, checkout)
    assert done.returncode == 1
    assert done.stderr.startswith("Not graded: requirements/learner.txt is missing")
    assert "Traceback" not in done.stderr


# tests.json


def declared(bundle: Path, checkout: Path, code: str) -> subprocess.CompletedProcess[str]:
    """One of the declarative tests, run as Classroom 50 runs it: its command by a shell, in the checkout."""
    tests = json.loads((bundle.parents[1] / "tests.json").read_text(encoding="utf-8"))
    test = next(test for test in tests if test["name"].startswith(code))
    tools = {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "HOME": os.environ.get("HOME", "/")}
    return subprocess.run(
        test["run"],
        shell=True,
        cwd=checkout,
        env={**tools, "CLASSROOM50_BUNDLE_DIR": str(bundle)},
        capture_output=True,
        text=True,
        timeout=test["timeout"],
        check=False,
    )


def test_the_declarative_tests_are_well_formed(made: Path) -> None:
    tests = json.loads((made / "tests.json").read_text(encoding="utf-8"))
    assert broken_in_tests(tests) == []
    assert [test["name"] for test in tests] == [
        "setup",
        *(f"{exercise.code} · {exercise.title}" for exercise in (E02, E06, E22)),
    ]
    assert [test["points"] for test in tests] == [0, E02.points, E06.points, E22.points]


def test_those_of_the_whole_course_as_well(tmp_path: Path) -> None:
    done = make("--into", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    tests = json.loads((tmp_path / "out" / "tests.json").read_text(encoding="utf-8"))
    assert broken_in_tests(tests) == []
    assert len(tests) == len(COURSE.exercises) + 1


def test_the_exit_status_is_the_judges_word(bundle: Path, checkout: Path, traces: Path) -> None:
    plant(checkout, traces)
    solve(checkout, "e22")
    put(checkout, E06.stub.relative_to(ROOT), "import os\nos._exit(0)\n")
    put(checkout, E02.stub.relative_to(ROOT), FORGES.format(places=["."], forged=FORGED))
    assert declared(bundle, checkout, "setup").returncode == 0
    assert {code: declared(bundle, checkout, code).returncode for code in CODES} == {"e02": 1, "e06": 1, "e22": 0}
    assert list(traces.iterdir()) == []


# The rules themselves can fail

RESULT: dict[str, Any] = {
    **dict.fromkeys(("classroom", "assignment", "owner", "commit", "release", "review"), "text"),
    "schema": "classroom50/result/v1",
    "assignment_type": "individual",
    "submission": "submit/1",
    "datetime": "2027-02-05T18:03:11Z",
    "score": 1,
    "max-score": 2,
    "tests": [{"test-name": "one", "passed": False, "score": 1, "max-score": 2, "message": "more may be there"}],
}


@pytest.mark.parametrize(
    "change",
    [
        {"schema": "classroom50/result/v2"},
        {"owner": ""},
        {"submission": "v1"},
        {"datetime": "2027-02-05T18:03:11+01:00"},
        {"graded_at": "now"},
        {"score": 1.0},
        {"score": True},
        {"score": 3},
        {"max-score": -1},
        {"isolation": "bubblewrap"},
        {"submitted_by": {"username": "alice", "id": "1"}},
        {"tests": [{"test-name": "one", "passed": 1, "score": 1, "max-score": 2}]},
        {"tests": [{"test-name": "one", "passed": True, "score": 0.5, "max-score": 2}]},
        {"tests": [{"test-name": "one", "passed": True, "score": 3, "max-score": 2}]},
        {"tests": [{"test_name": "one", "passed": True, "score": 1, "max_score": 2}]},
    ],
    ids=str,
)
def test_a_result_that_breaks_a_rule(change: dict[str, Any]) -> None:
    assert broken_in_result(RESULT) == []
    assert len(broken_in_result({**RESULT, **change})) == 1


@pytest.mark.parametrize(
    "change",
    [{"timeout": 601}, {"timeout": 0}, {"points": 0.5}, {"points": 1001}, {"type": "shell"}, {"expected": "1"}],
    ids=str,
)
def test_a_declared_test_that_breaks_a_rule(change: dict[str, Any]) -> None:
    test = {"name": "one", "type": "run", "run": "true", "timeout": 600, "points": 1000}
    assert broken_in_tests([test]) == []
    assert len(broken_in_tests([{**test, **change}])) == 1
    assert broken_in_tests([test, test]) == ["two tests have the same name"]


# Whole points


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), min_size=1, max_size=12), st.integers(1, 1000))
def test_parts_add_up_and_none_is_more_than_it_may_be(pairs: list[tuple[int, int]], points: int) -> None:
    possible = [Fraction(max(pair)) for pair in pairs]
    earned = [Fraction(min(pair)) for pair in pairs]
    most = door.shared_out(points, possible, [float("inf")] * len(pairs))
    assert sum(most) == points
    whole = sum(possible)
    score = int(sum(earned) / whole * points) if whole else 0
    parts = door.shared_out(score, earned, most)
    assert sum(parts) == score
    assert all(0 <= part <= limit for part, limit in zip(parts, most, strict=True))
    if whole:
        exact = [points * share / whole for share in possible]
        assert all(abs(part - share) < 1 for part, share in zip(most, exact, strict=True))


def results(**earned: int) -> Report:
    """A report in which exercises have earned so many of their own points."""
    made = []
    for code, points in earned.items():
        exercise = COURSE.find(code)[0]
        verdict = Verdict.PASSED if points == exercise.points else Verdict.WRONG_RESULT
        check = CheckResult("adds", "Adds.", verdict, exercise.points, points, "adds")
        made.append(
            ExerciseResult(
                exercise.stem, exercise.topic.name, exercise.title, "", verdict, exercise.points, points, True, (check,)
            )
        )
    return Report(tuple(made))


def test_all_points_only_for_full_marks() -> None:
    assignment = Assignment("One", (E06.stem, E22.stem), points=Fraction(1))
    nearly = results(e06=E06.points, e22=E22.points - 1)
    assert sum(row.score for row in door.in_whole_points(nearly, assignment, COURSE)) == 0
    full = results(e06=E06.points, e22=E22.points)
    assert sum(row.score for row in door.in_whole_points(full, assignment, COURSE)) == 1


@pytest.mark.parametrize(
    ("tag", "moment"),
    [
        ("submit/2027-02-05T18-03-11Z-a1b2c3d", datetime.datetime(2027, 2, 5, 18, 3, 11, tzinfo=datetime.UTC)),
        ("submit/by-hand", None),
        ("submit/2027-02-35T18-03-11Z-a1b2c3d", None),
    ],
)
def test_the_moment_of_a_submission(tag: str, moment: datetime.datetime | None) -> None:
    assert door.submitted(tag) == moment


# Ubuntu's restriction


@pytest.mark.parametrize(
    ("machine", "setting", "asked"), [("github-hosted", "1", True), ("github-hosted", "0", False), ("", "1", False)]
)
def test_only_a_machine_of_githubs_is_told_to_allow_the_sandbox(
    machine: str, setting: str, asked: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("sudo", "bwrap"):
        put(tmp_path, f"bin/{name}", f'#!/bin/sh\nprintf "%s\\n" "$*" > {tmp_path / name}.log\n')
        (tmp_path / "bin" / name).chmod(0o755)
    put(tmp_path, door.RESTRICTED.name, setting)
    monkeypatch.setattr(door, "RESTRICTED", tmp_path / door.RESTRICTED.name)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    monkeypatch.setenv("RUNNER_ENVIRONMENT", machine)
    door._allow_the_sandbox()
    log = tmp_path / "sudo.log"
    said = log.read_text() if log.exists() else ""
    assert said == ("-n sysctl -q -w kernel.apparmor_restrict_unprivileged_userns=0\n" if asked else "")
