"""The door of GitHub Actions: what it tells, and that nothing in a student's repository changes a grade."""

from __future__ import annotations

import base64
import dataclasses
import json
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import pytest

from grader import assignment as assignments
from grader.assignment import Assignment, Fraction
from grader.batch.submissions import Submission
from grader.commands import main
from grader.course import Course
from grader.doors import actions
from grader.report import CheckResult, ExerciseResult, Frame, Problem, Report, Verdict

from .conftest import ROOT, clone, commit, git, solve, template
from .walking import Job, walk

pytestmark = pytest.mark.skipif(os.name != "posix", reason="class grading needs POSIX")

E02, E03 = (f"exercises/t01_first_calls/{name}.py" for name in ("e02_order_a_dish", "e03_ask_with_parameters"))
WEEK = 'title = "Week 1"\nexercises = ["e01", "e02", "e03"]\npoints = 20\n'


@pytest.fixture(scope="module")
def course(whole: Path, tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course for grading: without solutions, mistakes and kitchen, which no workflow needs to see."""
    root = tmp_path_factory.mktemp("grading") / "order-up"
    shutil.copytree(whole, root, symlinks=True)
    (root / "assignments" / "week.toml").write_text(WEEK)
    commit(root)
    return Course(root)


@pytest.fixture(scope="module")
def students(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The template in a repository; its workflow grades with a commit of a course without solutions."""
    made = tmp_path_factory.mktemp("template") / "template"
    template(course, made, f"--assignment={course.root / 'assignments' / 'week.toml'}")
    commit(made, first=True)
    return made


@pytest.fixture(scope="module")
def bare(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same course at a later commit, without solutions, mistakes and kitchen."""
    root = clone(course.root, tmp_path_factory.mktemp("bare") / "order-up")
    for path in [
        root / "solutions",
        root / "kitchen",
        *root.glob("tests/t*/e*/mistake_*"),
        *root.glob("tests/*/*/alt*"),
    ]:
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    commit(root)
    return root


def work(students: Path, course: Course, into: Path, **files: str) -> Path:
    """A student's repository: e02 is right; ``files`` are other contents, by places with ``__`` for slashes."""
    root = clone(students, into)
    solve(root, course, "e02")
    for name, text in files.items():
        path = root / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    commit(root)
    return root


def points(job: Job) -> dict[str, float]:
    """What each exercise earned, as the steps after are told."""
    found = {}
    for name, value in job.handed_on.items():
        result = json.loads(base64.b64decode(value))
        found[name.removesuffix("_RESULTS").lower()] = round(sum(test["score"] for test in result["tests"]), 2)
    return found


HONEST = {"e01": 0, "e02": 10, "e03": 0}
"""Of 20: e01 is worth nothing, e02 and e03 as much as each other."""


@pytest.fixture
def graded(students: Path, course: Course, bare: Path, tmp_path: Path) -> Job:
    repository = work(students, course, tmp_path / "alice")
    return walk(
        repository, {"a-school/order-up": bare}, tmp_path / "work", ORDER_UP_COMMIT=git(bare, "rev-parse", "HEAD")
    )


class TestTheWorkflowWalked:
    def test_it_grades_and_tells_it_everywhere(self, graded: Job) -> None:
        assert graded.status == {"Sandbox": 0, "Grade": 1}, graded.log
        assert points(graded) == HONEST
        assert {name: graded.outputs[name] for name in ("points", "max-points", "runners")} == {
            "points": "10",
            "max-points": "20",
            "runners": "e01,e02,e03",
        }
        assert "**10 of 20 points**" in graded.summary
        link = rf"https://github.com/a-school/alice/blob/abc123/{E02}"
        assert f"({link}) | 10 of 10 | ✓ |" in graded.summary
        report = Report.from_json(json.loads(graded.artifacts[0]))
        assert [result.earned for result in report.exercises] == [0, 2, 0]
        assert report.isolation
        assert f"Isolation: {report.isolation}\n" in graded.log
        assert actions.TIERS[report.isolation] in graded.summary
        assert "ghs_not_for_you" not in graded.log + graded.summary + graded.artifacts[0]

    def test_what_is_not_started_is_no_error_at_a_line(self, graded: Job) -> None:
        assert re.search(r"\(\S+e03_ask_with_parameters.py\) \| 0 of 10 \| Not started\\\. \|", graded.summary)
        assert "::error" not in graded.log

    def test_an_organisation_can_choose_another_assignment(
        self, students: Path, course: Course, tmp_path: Path
    ) -> None:
        repository = work(students, course, tmp_path / "alice")
        courses = {"a-school/order-up": course.root}
        commit_id = git(course.root, "rev-parse", "HEAD")
        job = walk(
            repository,
            courses,
            tmp_path / "work",
            ORDER_UP_ASSIGNMENT="assignments/week1.toml",
            ORDER_UP_COMMIT=commit_id,
        )
        assert (job.outputs["runners"], job.status["Grade"]) == ("e01,e02", 0)

    def test_what_cannot_be_graded_says_so_and_gives_nobody_a_zero(
        self, students: Path, course: Course, tmp_path: Path
    ) -> None:
        repository = work(students, course, tmp_path / "alice")
        courses = {"a-school/order-up": course.root}
        job = walk(
            repository,
            courses,
            tmp_path / "work",
            ORDER_UP_ASSIGNMENT="assignments/week99.toml",
            ORDER_UP_COMMIT=git(course.root, "rev-parse", "HEAD"),
        )
        assert job.status["Grade"] == 2
        assert "::error title=Not graded::There is no assignment" in job.log
        assert (job.outputs, job.handed_on, job.artifacts) == ({}, {}, [])


FULL_MARKS = base64.b64encode(
    b'{"version":1,"status":"pass","max_score":10,"tests":[{"name":"e03","status":"pass","score":10}]}'
).decode()

AT_THE_TOP = {
    "conftest.py": "import os\nos._exit(0)\n",
    "pytest.ini": "[pytest]\naddopts = --collect-only\n",
    "sitecustomize.py": "raise SystemExit(0)\n",
    "requests.py": "raise SystemExit(0)\n",
    "report.json": '{"version": 1, "points": 20, "earned": 20}',
    "result.json": '{"score": 20}',
    "results.json": '{"score": 20}',
    "grader__run.py": "def grade(*a, **k): raise SystemExit(0)\n",
    "grader____main__.py": "raise SystemExit(0)\n",
    "grader__commands__actions.py": "def run(*a): return 0\n",
    "tests__t01_first_calls__test_e03_ask_with_parameters.py": "def test_all(): pass\n",
    "cassettes__t01_first_calls__e03_ask_with_parameters__world.json": "{}",
    "pyproject.toml": "[tool.pytest.ini_options]\naddopts = ['--collect-only']\n",
    "Makefile": "all:\n\ttrue\n",
}

AMONG_THE_EXERCISES = {
    **{f"exercises__t01_first_calls__{name}": AT_THE_TOP[name] for name in ("conftest.py", "sitecustomize.py")},
    **{f"exercises__t01_first_calls__{name}": AT_THE_TOP[name] for name in ("requests.py", "pytest.ini")},
    "exercises__conftest.py": AT_THE_TOP["conftest.py"],
    "exercises__sitecustomize.py": AT_THE_TOP["sitecustomize.py"],
    "exercises__grader__run.py": AT_THE_TOP["grader__run.py"],
}

ENDS = "import atexit, os, sys\natexit.register(os._exit, 0)\n\n\ndef find_dishes(*a, **k):\n    os._exit(0)\n"

WRITES = """import base64, os
PLACES = {places!r}
LINES = "points=20\\nE03_RESULTS={result}\\nrunners=e03\\n"
print("::notice title=Autograding report::" + '{{"totalPoints":20,"maxPoints":20}}')
print("::set-output name=points::20")


def forge():
    for place in PLACES:
        try:
            with open(place, "a") as file:
                file.write(LINES)
        except OSError:
            pass
    for name in list(os.environ):
        if name.startswith("GITHUB_"):
            raise SystemExit("the environment is not clean")


forge()


def find_dishes(*a, **k):
    forge()
    print("::add-mask::20")
    print("::error::forged")
    return []
"""


class TestForging:
    """Nothing in a student's repository changes the grade."""

    @pytest.fixture
    def grade(self, students: Path, course: Course, tmp_path: Path) -> Callable[..., Job]:
        def grade(**files: str) -> Job:
            repository = work(students, course, tmp_path / "mallory", **files)
            commit_id = git(course.root, "rev-parse", "HEAD")
            return walk(repository, {"a-school/order-up": course.root}, tmp_path / "work", ORDER_UP_COMMIT=commit_id)

        return grade

    def test_files_beside_the_exercises(self, grade: Callable[..., Job]) -> None:
        job = grade(**AT_THE_TOP)
        assert points(job) == HONEST, job.log
        assert job.outputs["points"] == "10"

    def test_files_among_the_exercises(self, grade: Callable[..., Job]) -> None:
        job = grade(**AMONG_THE_EXERCISES)
        assert points(job) == HONEST, job.log

    def test_an_exit_in_mid_run(self, grade: Callable[..., Job]) -> None:
        job = grade(**{E03.replace("/", "__"): ENDS})
        assert points(job) == HONEST, job.log
        assert job.status["Grade"] == 1

    def test_results_written_by_the_code(self, grade: Callable[..., Job], tmp_path: Path) -> None:
        runner = tmp_path / "work-runner"
        places = [
            *(str(runner / name) for name in ("output", "env", "step_summary")),
            str(tmp_path / "work/report.json"),
        ]
        job = grade(**{E03.replace("/", "__"): WRITES.format(places=places, result=FULL_MARKS)})
        report = json.loads(job.artifacts[0])
        if report["isolation"] == "weak":
            pytest.skip("nothing here keeps the code from the runner's files: bubblewrap is missing")
        assert points(job) == HONEST, job.log
        assert job.outputs["points"] == "10"
        outside = re.sub(r"(?ms)^::stop-commands::(\w+)$.*?^::\1::$", "", job.log)
        commands = re.findall(r"(?m)^\s*(?:::|##\[)([\w-]+)", outside)
        assert set(commands) == {"error"}
        assert "forged" not in outside


# What is told, by reports made by hand


@pytest.fixture(scope="module")
def real() -> Course:
    return Course(ROOT)


def a_result(course: Course, code: str, *checks: CheckResult) -> ExerciseResult:
    exercise = course.find(code)[0]
    counted = [check for check in checks if not check.extra]
    first = next((check.verdict for check in counted if check.verdict is not Verdict.PASSED), Verdict.PASSED)
    source = exercise.stub.relative_to(course.root).as_posix()
    most, got = exercise.points, sum(check.earned for check in counted)
    return ExerciseResult(
        exercise.stem, exercise.topic.name, exercise.title, source, first, most, got, exercise.core, checks
    )


def a_check(
    course: Course, points: int, earned: int, text: str = "It is wrong.", *, extra: bool = False
) -> CheckResult:
    passed = earned == points
    return CheckResult(
        name="a_check",
        title="Is right: all of it, 100 %.",
        verdict=Verdict.PASSED if passed else Verdict.WRONG_RESULT,
        points=points,
        earned=earned,
        says="",
        extra=extra,
        problem=None if passed else Problem(text, (), (Frame(7, "find", "x"), Frame(5, "inner", "y"))),
        printed="" if passed else text,
    )


def told(
    course: Course, assignment: Assignment, *results: ExerciseResult, notes: tuple[str, ...] = ()
) -> actions.Graded:
    files = {result.stem: b"" for result in results}
    return actions.graded(Report(results, isolation="bubblewrap"), Submission(files, notes), assignment, course)


def read_command(line: str) -> tuple[str, dict[str, str], str]:
    """A workflow command as the runner reads it."""
    found = re.fullmatch(r"::(\w+)(?: ([^:\n]*))?::([^\n\r]*)", line)
    assert found is not None, line
    pairs = (pair.split("=", 1) for pair in (found[2] or "").split(",") if pair)
    return found[1], {key: unquote(value) for key, value in pairs}, unquote(found[3])


NASTY = (
    "::error::x\r\n::notice title=Autograding report::{} 100%0A <img src=x> | `` ` | [a](b) @everyone "
    "##[error]y \x1b[31m"
)


class TestWhatIsTold:
    def test_annotations_are_at_the_lines_and_hold_whatever_a_text_holds(self, real: Course) -> None:
        week = assignments.everything(real)
        found = actions.at_lines(told(real, week, a_result(real, "e02", a_check(real, 4, 0, NASTY)), notes=(NASTY,)))
        (kind, about, text), (warning, _, note) = map(read_command, found)
        assert (kind, warning) == ("error", "warning")
        assert about == {"file": E02, "line": "5", "title": "e02: Is right: all of it, 100 %."}
        assert "100%0A <img src=x>" in text
        assert "100%0A <img src=x>" in note

    def test_ten_annotations_are_shown_and_the_rest_is_counted(self, real: Course) -> None:
        wrong = [a_result(real, exercise.code, a_check(real, 4, 0)) for exercise in real.exercises[:15]]
        found = [read_command(line) for line in actions.at_lines(told(real, assignments.everything(real), *wrong))]
        assert len(found) == 10
        assert found[-1][2] == "6 more exercises have something to look at: see the summary."

    def test_the_summary_is_text_whatever_was_written(self, real: Course) -> None:
        page = actions.summary(
            told(real, assignments.everything(real), a_result(real, "e02", a_check(real, 4, 0, NASTY)))
        )
        row = next(line for line in page.splitlines() if line.startswith("| e02"))
        assert len(re.findall(r"(?<!\\)\|", row)) == 4
        assert re.search(r"(?<!\\)[<\[`@]", row) is None
        outside = re.sub(r"(?ms)^(`{3,})text$.*?^\1$", "", page)
        assert "<img" not in outside.replace("\\<img", "")
        assert "\x1b" not in page

    def test_the_summary_is_never_more_than_github_takes(self, real: Course) -> None:
        large = [a_result(real, one.code, a_check(real, 4, 0, "ü" * 99)) for one in real.exercises]
        graded = told(real, assignments.everything(real), *large)
        rows = tuple(dataclasses.replace(row, page=("é" * 70,) * 600) for row in graded.rows)
        page = actions.summary(dataclasses.replace(graded, rows=rows))
        assert 900_000 < len(page.encode()) <= 1024 * 1024
        assert page.count("```") % 2 == 0
        assert page.endswith("The rest is left out here: the report has it.\n")

    def test_the_log_is_fenced_by_a_word_that_nobody_can_know(self, real: Course) -> None:
        graded = told(real, assignments.everything(real), a_result(real, "e02", a_check(real, 4, 0, NASTY)))
        first, second = actions.log(graded), actions.log(graded)
        assert first[0] != second[0]
        assert first[-1] == first[0].replace("stop-commands::", "") + "::"
        assert sum(first[-1] in line for line in first) == 1

    def test_points_are_those_of_the_gradebook(self, real: Course) -> None:
        found = [real.find(code)[0] for code in ("e02", "e03", "e06")]
        week = Assignment("Week", tuple(one.stem for one in found), points=Fraction(10), extra=True)
        whole = told(real, week, *(a_result(real, one.code, a_check(real, one.points, one.points)) for one in found))
        assert (whole.points, whole.out_of, whole.passed) == (10, 10, True)
        assert [row.earned for row in whole.rows] == [row.points for row in whole.rows] == [2.5, 2.5, 5]
        checks = (a_check(real, 3, 1), a_check(real, 1, 1), a_check(real, 0, 0, extra=True))
        part = told(real, week, a_result(real, "e06", *checks))
        assert part.rows[2].made_up == 1
        assert part.rows[2].earned == part.points == 3.75
        assert [row.words for row in part.rows[:2]] == [f"{row.file} was not handed in." for row in part.rows[:2]]

    def test_points_that_do_not_divide_add_up(self, real: Course) -> None:
        found = [real.find(code)[0] for code in ("e02", "e03", "e04")]
        week = Assignment("Week", tuple(one.stem for one in found), points=Fraction(20))
        whole = told(real, week, *(a_result(real, one.code, a_check(real, one.points, one.points)) for one in found))
        assert round(sum(row.points for row in whole.rows), 2) == whole.points == 20
        part = told(real, week, *(a_result(real, one.code, a_check(real, 1, 1), a_check(real, 1, 0)) for one in found))
        assert part.points == 10
        assert [row.earned for row in part.rows] == [3.33, 3.33, 3.33]

    def test_all_values_are_single_lines(self, real: Course) -> None:
        graded = told(real, assignments.everything(real), a_result(real, "e02", a_check(real, 4, 0, NASTY)))
        for values in (actions.outputs(graded), actions.environment(graded)):
            assert len(actions.as_file(values).splitlines()) == len(values)
        assert max(map(len, actions.environment(graded).values())) < 100_000  # a variable holds 128 KiB at most


def test_without_a_submission_it_says_what_is_missing(
    whole: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["actions"], str(whole)) == 2
    assert main(["actions", f"--submission={tmp_path / 'nowhere'}"], str(whole)) == 2
    assert "There is no folder" in capsys.readouterr().out
