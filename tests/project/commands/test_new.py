"""``new`` on the tiny course: what it writes runs at once, and what does not fit is refused."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from grader.course import Course

from .conftest import ROOT, Runner, environment

ROOMS = ("exercises", "solutions", "tests", "cassettes")


def everything(course: Course) -> set[str]:
    """The files of the four rooms, by their paths."""
    return {
        path.relative_to(course.root).as_posix()
        for room in ROOMS
        for path in (course.root / room).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def again(course: Course) -> Course:
    """The course as it is now: it reads its exercises once."""
    return Course(course.root)


def tool(course: Course, *arguments: str) -> subprocess.CompletedProcess[str]:
    """``python -m ARGUMENTS`` in the folder of the course."""
    return subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=course.root,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_the_four_rooms_are_laid_out(run: Runner, course: Course) -> None:
    before = everything(course)
    done = run("new", "e05_count_the_forks", MAKELEVEL="1")
    assert (done.returncode, done.stderr) == (0, "")
    made = everything(course) - before
    assert made == {
        "exercises/t02_glasses/e05_count_the_forks.py",
        "solutions/t02_glasses/e05_count_the_forks.py",
        "tests/t02_glasses/test_e05_count_the_forks.py",
        "tests/t02_glasses/e05_count_the_forks/mistake_no_timeout.py",
        "tests/t02_glasses/e05_count_the_forks/alternative_by_hand.py",
        "cassettes/t02_glasses/e05_count_the_forks/returns_the_answer.yaml",
        "cassettes/t02_glasses/e05_count_the_forks/world.json",
    }
    assert done.stdout.startswith("e05 · Count the forks  t02_glasses\n")
    assert all(f"  {path}\n" in done.stdout for path in made)
    assert "Record it: make record EX=e05\n" in done.stdout
    assert "Add a line to the lesson: exercises/t02_glasses/README.md\n" in done.stdout
    assert "$" not in "".join((course.root / path).read_text(encoding="utf-8") for path in made)


def test_it_runs_at_once(run: Runner) -> None:
    run("new", "e05_count_the_forks")
    stub = run("test", "e05")
    assert stub.returncode == 1
    assert "· not started    0 of 2  Returns what the bistro answered.\n" in stub.stdout
    assert "TODO 1: ask the bistro, and return its answer" in stub.stdout
    solution = run("test", "e05", "--room", "solutions")
    assert solution.returncode == 0
    assert solution.stdout.count("✓ passed") == 3


def test_its_mistake_is_caught_and_its_alternative_passes(run: Runner, course: Course) -> None:
    run("new", "e05_count_the_forks")
    checks = str(again(course).find("e05")[0].checks)
    done = tool(course, "pytest", "-q", f"--course={course.root}", "--variants=all", checks)
    assert "1 failed, 5 passed" in done.stdout, done.stdout + done.stderr
    assert "test_passes_the_timeout_on[mistake_no_timeout]" in done.stdout


def test_what_it_writes_is_tidy(run: Runner, course: Course) -> None:
    name = "e05_" + "_".join(["fork"] * 12)
    run("new", name)
    files = [path for path in everything(course) if name in path and path.endswith(".py")]
    settings = ("--config", str(ROOT / "pyproject.toml"))
    for command in (("check",), ("format", "--check")):
        done = tool(course, "ruff", *command, "--no-cache", *settings, *files)
        assert done.returncode == 0, done.stdout + done.stderr


def test_the_checks_of_the_course_complain_until_it_is_complete(run: Runner, course: Course) -> None:
    run("new", "e05_count_the_forks")
    shutil.copytree(ROOT / "tests" / "project" / "course", course.root / "tests" / "project" / "course")
    done = tool(
        course, "pytest", "-q", "--tb=no", "-k", "e05_count_the_forks", "tests/project/course/test_consistency.py"
    )
    complaints = {
        line.removeprefix("FAILED ").split("::")[1].split("[")[0]
        for line in done.stdout.splitlines()
        if line.startswith("FAILED ")
    }
    assert complaints == {
        "test_an_exercise_has_what_it_needs",
        "test_recordings_are_used_small_and_clean",
        "test_the_shipped_stub_is_noted",
    }, done.stdout + done.stderr


def test_a_new_topic_gets_a_lesson(run: Runner, course: Course) -> None:
    done = run("new", "e05_count_the_forks", "--topic", "t03_forks_and_knives")
    assert "Write the lesson: exercises/t03_forks_and_knives/README.md\n" in done.stdout
    exercise = again(course).find("e05")[0]
    assert exercise.topic.title == "Forks and knives"
    assert "[e05 · Count the forks](e05_count_the_forks.py)" in exercise.topic.lesson.read_text(encoding="utf-8")


@pytest.mark.parametrize("topic", ["t02", "t02_glasses"])
def test_the_topic_may_be_said(run: Runner, course: Course, topic: str) -> None:
    assert run("new", ORDER_UP_EX="e05_count_the_forks", ORDER_UP_TOPIC=topic).returncode == 0
    assert again(course).find("e05")[0].topic.name == "t02_glasses"


def test_a_gap_is_filled_in_its_topic(run: Runner, course: Course) -> None:
    run("new", "e07_count_the_forks")
    assert run("new", "e06_count_the_knives").returncode == 0
    assert [exercise.number for exercise in again(course).exercises] == [1, 2, 3, 4, 6, 7]
    assert again(course).find("e06")[0].topic.name == "t02_glasses"


def test_a_gap_between_topics_asks_which(run: Runner) -> None:
    run("new", "e06_count_the_forks", "--topic", "t03_forks")
    done = run("new", "e05_count_the_knives")
    assert done.returncode == 2
    assert done.stderr.startswith("e05 lies between t02_glasses and t03_forks. Say which topic it belongs to: ")
    assert run("new", "e05_count_the_knives", "--topic", "t03").returncode == 0


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "What is it called? For example: "),
        (["count_the_forks"], "“count_the_forks” is no name for an exercise. It takes e, two digits, and words in"),
        (["e5_count_the_forks"], "“e5_count_the_forks” is no name for an exercise."),
        (["e05_Count_the_forks"], "“e05_Count_the_forks” is no name for an exercise."),
        (["e05__forks"], "“e05__forks” is no name for an exercise."),
        (["e05_forks/../../x"], "“e05_forks/../../x” is no name for an exercise."),
        (["e05_3_forks"], "“3_forks” can't be the name of a function."),
        (["e05_import"], "“import” can't be the name of a function."),
        (["e03_count_the_forks"], "e03 is taken by e03_tall_glass. The next free number is 05."),
        (["e05_tall_glass"], "“tall_glass” is taken by e03_tall_glass."),
        (["e05_count_the_forks", "--topic", "t09"], "There is no topic “t09”. A new one takes its whole name: "),
        (["e05_count_the_forks", "--topic", "t02_cups"], "t02 is taken by t02_glasses."),
        (["e05_count_the_forks", "--topic", "t01"], "e05 can't be in t01_plates: exercises go by number, and its"),
    ],
)
def test_what_does_not_fit_is_refused(run: Runner, course: Course, arguments: list[str], sentence: str) -> None:
    before = everything(course)
    done = run("new", *arguments)
    assert done.returncode == 2
    assert done.stderr.startswith(sentence)
    assert done.stderr.count("\n") == 1
    assert everything(course) == before


def test_nothing_is_overwritten(run: Runner, course: Course) -> None:
    notes = course.root / "solutions" / "t02_glasses" / "e05_count_the_forks.py"
    notes.write_text("begun long ago\n", encoding="utf-8")
    before = everything(course)
    done = run("new", "e05_count_the_forks")
    assert done.returncode == 2
    assert (
        done.stderr
        == f"{Path('solutions/t02_glasses').as_posix()}/{notes.name} is there already. Nothing was written.\n"
    )
    assert everything(course) == before
    assert notes.read_text(encoding="utf-8") == "begun long ago\n"
