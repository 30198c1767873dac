"""The template for learners: all that they need, and nothing that tells an answer."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

from grader import commands, stubs
from grader.commands.bringing import read_note
from grader.course import Course

from .conftest import (
    ROOT,
    clone,
    commit,
    contents,
    environment,
    git,
    solve,
    template,
    week,
    with_packages,
)

ANSWERS = re.compile(
    r"(^|/)(solutions|kitchen|project|batch|doors|isolation|templates|defence)/|mistake_|alternative_|instructors"
)
INSTRUCTORS = [name for name, command in commands.COMMANDS.items() if command.role != "learner"]


def test_it_holds_what_is_released_and_no_answer(course: Course, tmp_path: Path) -> None:
    made = contents(template(course, tmp_path / "student", week(course, 1)))
    assert [place for place in made if ANSWERS.search(place)] == []
    stems = {path.stem for path in map(Path, made) if path.parts[0] == "exercises" and path.suffix == ".py"}
    assert stems == {"e01_say_hello", "e02_order_a_dish"}
    others = [one.stem for one in course.exercises if one.stem not in stems]
    assert [place for place in made if any(stem in place for stem in others)] == []
    answers = [path.read_bytes() for path in course.root.rglob("*.py") if ANSWERS.search(path.as_posix())]
    assert len(answers) > 50
    assert [place for place, content in made.items() if content in answers and content.strip()] == []
    for name in ("exercises/t01_first_calls/README.md", "assignments/week1.toml", "docs/api.html", "README.md"):
        assert name in made
    assert made["README.md"] != (course.root / "README.md").read_bytes()
    assert b"@" + b"COURSE@" not in b"".join(made.values())


def test_it_holds_nothing_of_the_engine_that_only_instructors_and_authors_use(course: Course, tmp_path: Path) -> None:
    made = contents(template(course, tmp_path / "student"))
    there = {Path(place).stem for place in made if place.startswith("grader/commands/")}
    assert there & {name for name in INSTRUCTORS if name != "test"} == set()
    assert {"look", "test", "hint", "update", "doctor"} <= there
    assert "grader/gradebook.py" not in made
    assert "tests/t05_when_things_go_wrong/e21_lines_go_dead/props.py" in made


def test_it_names_the_course_that_it_was_made_from(course: Course, tmp_path: Path) -> None:
    note = read_note(template(course, tmp_path / "student", week(course, 1)))
    assert note is not None
    assert (note.course, note.everything) == (git(course.root, "rev-parse", "HEAD"), False)
    (course.root / "LICENSE").write_text("another")
    changed = read_note(template(course, tmp_path / "again"))
    assert changed is not None
    assert (changed.course, changed.everything) == (f"{note.course}, with changes", True)


def test_a_stub_that_an_instructor_tried_is_shipped_as_it_was(course: Course, tmp_path: Path) -> None:
    shipped = course.find("e02")[0].stub.read_bytes()
    solve(course.root, course, "e02")
    made = contents(template(course, tmp_path / "student", "e02"))
    assert made["exercises/t01_first_calls/e02_order_a_dish.py"] == shipped


def test_a_learner_installs_the_same_and_nothing_more(course: Course, tmp_path: Path) -> None:
    made = template(course, tmp_path / "student", "e01")
    ours, theirs = (tomllib.loads((root / "pyproject.toml").read_text()) for root in (ROOT, made))
    assert theirs["dependency-groups"] == {"learner": ours["dependency-groups"]["learner"]}
    assert set(theirs["tool"]) == {"ruff", "pytest"}
    assert {name: theirs["tool"][name] for name in ("ruff", "pytest")} == {
        name: ours["tool"][name] for name in ("ruff", "pytest")
    }
    assert [path.name for path in (made / "requirements").iterdir()] == ["learner.txt"]


@pytest.fixture(scope="module")
def repository(whole: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A learner's fresh clone of the template, with what set-up would install."""
    folder = tmp_path_factory.mktemp("clone")
    made = template(Course(whole), folder / "template")
    commit(made, first=True)
    root = clone(made, folder / "alice")
    with_packages(root)
    return root


class TestAFreshClone:
    def make(self, root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = ["make", "--no-print-directory", f"PYTHON={root / '.venv/bin/python'}", *arguments]
        return subprocess.run(command, cwd=root, env=environment(), capture_output=True, encoding="utf-8", timeout=120)

    @pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
    def test_make_test_works(self, repository: Path, course: Course) -> None:
        first = self.make(repository, "test")
        assert first.returncode == 2  # make's word for “not everything passes”
        assert "1 of 5 exercises done" in first.stdout, first.stdout + first.stderr
        assert "Traceback" not in first.stdout + first.stderr
        for code in ("e02", "e21"):
            solve(repository, course, code)
            done = self.make(repository, "test", f"EX={code}")
            assert done.returncode == 0, done.stdout + done.stderr
        git(repository, "checkout", "--", "exercises")

    def grader(self, root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [str(root / ".venv/bin/python"), "-m", "grader", *arguments]
        return subprocess.run(command, cwd=root, env=environment(), capture_output=True, encoding="utf-8", timeout=120)

    def test_plain_pytest_works(self, repository: Path) -> None:
        command = [str(repository / ".venv/bin/python"), "-m", "pytest", "-q", "tests/t01_first_calls"]
        done = subprocess.run(command, cwd=repository, env=environment(), capture_output=True, encoding="utf-8")
        assert re.search(r"\d+ failed, \d+ passed", done.stdout), done.stdout + done.stderr

    @pytest.mark.parametrize("name", ["solution", "live", "serve", "record", "grade", "classroom", "check", "new"])
    def test_what_is_not_there_is_said_in_a_sentence(self, repository: Path, name: str) -> None:
        done = self.grader(repository, name)
        assert done.stderr == f"The command “{name}” is not part of this copy of Order Up.\n"
        assert (done.returncode, done.stdout) == (2, "")

    @pytest.mark.parametrize(
        "arguments", [[], ["list"], ["lesson"], ["hint", "e02"], ["peek", "e02"], ["ask", "e02"], ["style", "e02"]]
    )
    def test_what_is_there_works(self, repository: Path, arguments: list[str]) -> None:
        done = self.grader(repository, *arguments)
        assert done.returncode in (0, 1), done.stderr
        assert done.stdout
        assert "Traceback" not in done.stderr

    def test_no_page_names_a_solution_that_is_not_there(self, repository: Path, course: Course) -> None:
        solve(repository, course, "e02")
        pages = [self.grader(repository, "test", "e02").stdout]
        pages += [self.grader(repository, "hint", "e03").stdout for _ in range(8)]
        git(repository, "checkout", "--", "exercises")
        assert " DONE " in pages[0]
        assert "That was all" in pages[-1]
        assert [page for page in pages if "solutions/" in page] == []

    def test_doctor_finds_that_all_is_well(self, repository: Path) -> None:
        done = self.grader(repository, "doctor")
        assert "MEND" not in done.stdout, done.stdout
        assert "e01 is graded in" in done.stdout

    def test_help_shows_what_is_there_alone(self, repository: Path) -> None:
        page = self.grader(repository, "help").stdout
        assert "\n  update " in page
        assert "instructors" not in page
        assert not [name for name in ("solution", "serve", *INSTRUCTORS) if re.search(rf"^  {name} ", page, re.M)]


class TestWhereItMayBeWritten:
    def refused(self, course: Course, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
        assert commands.main(["classroom", *arguments], str(course.root)) == 2
        said = capsys.readouterr().err
        assert said.count("\n") == 1
        return said

    def test_not_over_something_else(self, course: Course, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (tmp_path / "full").mkdir()
        (tmp_path / "full" / "thesis.txt").write_text("years of work")
        (tmp_path / "file").touch()
        assert "neither empty nor a template" in self.refused(course, capsys, f"--into={tmp_path / 'full'}")
        assert "is a file" in self.refused(course, capsys, f"--into={tmp_path / 'file'}")
        assert "lies in the course itself" in self.refused(course, capsys, f"--into={course.root / 'student'}")
        assert "Where to?" in self.refused(course, capsys)
        assert contents(tmp_path / "full") == {"thesis.txt": b"years of work"}
        assert not (course.root / "student").exists()

    def test_not_for_an_assignment_that_workflows_cannot_find(
        self, course: Course, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        shutil.copy(course.root / "assignments" / "week1.toml", tmp_path)
        said = self.refused(course, capsys, f"--into={tmp_path / 'new'}", f"--assignment={tmp_path / 'week1.toml'}")
        assert "not in the course" in said

    def test_into_a_clone_of_an_empty_repository(self, course: Course, tmp_path: Path) -> None:
        (tmp_path / "empty").mkdir()
        git(tmp_path / "empty", "init", "-q")
        made = template(course, tmp_path / "empty", "e01")
        assert (made / "Makefile").exists()

    def test_releasing_more_leaves_what_was_changed(
        self, course: Course, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        made = template(course, tmp_path / "student", week(course, 1))
        changed = made / "exercises/t01_first_calls/e02_order_a_dish.py"
        changed.write_text("mine = 1\n")
        template(course, made, week(course, 2))
        assert changed.read_text() == "mine = 1\n"
        assert "yours is kept" not in capsys.readouterr().out  # the task is the same: there is nothing to tell
        assert [Path(key).name[:3] for key in stubs.shipped(made)] == ["e01", "e02", "e03", "e06"]
        assert (made / "assignments" / "week1.toml").exists()
        before = contents(made)
        template(course, made, week(course, 2))
        assert contents(made) == before


class TestTheWorkflow:
    @pytest.fixture
    def text(self, course: Course, tmp_path: Path) -> str:
        made = template(course, tmp_path / "student", week(course, 2))
        return (made / ".github" / "workflows" / "order-up.yml").read_text()

    def test_it_takes_the_course_from_where_it_is(self, text: str, course: Course) -> None:
        assert "vars.ORDER_UP_COURSE || 'a-school/order-up'" in text
        assert f"vars.ORDER_UP_COMMIT || '{git(course.root, 'rev-parse', 'HEAD')}'" in text
        assert "vars.ORDER_UP_ASSIGNMENT || 'assignments/week2.toml'" in text

    def test_it_may_do_little_and_uses_what_is_pinned(self, text: str) -> None:
        workflow = yaml.safe_load(text)
        job = workflow["jobs"]["grade"]
        assert workflow["permissions"] == {"contents": "read"}
        assert "permissions" not in job
        assert job["timeout-minutes"] <= 15
        assert workflow["concurrency"]["cancel-in-progress"] is True
        used = [step["uses"] for step in job["steps"] if "uses" in step]
        assert len(used) == 5
        assert [one for one in used if not re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", one)] == []
        checkouts = [step["with"] for step in job["steps"] if step.get("uses", "").startswith("actions/checkout@")]
        assert [one["persist-credentials"] for one in checkouts] == [False, False]
        assert "secrets" not in str(workflow)
        assert "${{" not in "".join(step.get("run", "") for step in job["steps"])  # no shell reads what others write
