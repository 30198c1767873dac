"""``grade``: a class is graded to the end, killed and resumed, and graded again where something has changed."""

from __future__ import annotations

import csv
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from grader.batch import sample
from grader.course import Course

ROOT = Path(__file__).resolve().parents[3]
STEMS = ("e02", "e06", "e09", "e22")

pytestmark = pytest.mark.skipif(os.name != "posix", reason="classes are graded on POSIX systems")


@pytest.fixture(scope="module")
def course() -> Course:
    return Course(ROOT)


@pytest.fixture
def assignment(tmp_path: Path) -> Path:
    path = tmp_path / "week.toml"
    path.write_text(f'title = "A week"\nexercises = {json.dumps(STEMS)}\npoints = 10\n', encoding="utf-8")
    return path


@pytest.fixture
def submissions(course: Course, tmp_path: Path) -> Path:
    """Three learners: everything right, everything untouched, one half done."""
    folder = tmp_path / "submissions"
    for stem in STEMS:
        exercise = course.find(stem)[0]
        for learner, source in {
            "right": exercise.solution,
            "untouched": exercise.stub,
            "half": exercise.solution if stem in ("e02", "e06") else exercise.mistakes[0],
        }.items():
            path = folder / learner / exercise.stub.relative_to(course.root)
            path.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, path)
    return folder


def grade(*arguments: object, status: int = 0) -> str:
    done = subprocess.run(command(*arguments), cwd=ROOT, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    assert done.returncode == status, done.stdout + done.stderr
    assert "Traceback" not in done.stderr, done.stderr
    return done.stdout + done.stderr


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "grader", "grade", *map(str, arguments)]


def scores(out: Path) -> dict[str, float]:
    with (out / "gradebook.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["learner"]: float(row["score"]) for row in csv.DictReader(file)}


class TestAClass:
    def test_everybody_gets_what_they_earned(
        self, course: Course, submissions: Path, assignment: Path, tmp_path: Path
    ) -> None:
        out = tmp_path / "grades"
        said = grade(submissions, "--out", out, "--assignment", assignment, "--allow-weak-isolation")
        got = scores(out)
        assert got["right"] == 10
        assert got["untouched"] == 0
        assert 0 < got["half"] < 10
        assert "3 submissions, 4 exercises, isolation: " in said
        written = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
        assert {"class.html", "gradebook.json", "canvas.csv", "moodle.csv", "junit.xml", "grades.sqlite"} <= written
        for learner in got:
            assert {f"learners/{learner}.{kind}" for kind in ("html", "md", "json")} <= written
            assert f"gradescope/{learner}.json" in written
        report = json.loads((out / "learners" / "half.json").read_text(encoding="utf-8"))
        assert {one["stem"][:3]: one["verdict"] for one in report["exercises"]}["e06"] == "passed"
        assert report["isolation"]

    def test_only_what_has_changed_is_graded_again(self, submissions: Path, assignment: Path, tmp_path: Path) -> None:
        arguments = (submissions, "--out", tmp_path / "grades", "--assignment", assignment, "--allow-weak-isolation")
        assert "Graded 2, unchanged 1" in grade(*arguments)  # untouched stubs need no run of their own
        before = (tmp_path / "grades" / "learners" / "right.html").stat().st_mtime_ns
        assert "Graded 0, unchanged 3" in grade(*arguments)
        assert (tmp_path / "grades" / "learners" / "right.html").stat().st_mtime_ns == before
        changed = next(submissions.glob("half/exercises/*/e09_*.py"))
        changed.write_text(changed.read_text(encoding="utf-8") + "\n# again\n", encoding="utf-8")
        assert "Graded 1, unchanged 2" in grade(*arguments)

    def test_two_attempts_the_better_one_counts(self, submissions: Path, assignment: Path, tmp_path: Path) -> None:
        shutil.copytree(submissions / "right", submissions / "half@2027-01-31T10-00")
        arguments = (submissions, "--out", tmp_path / "grades", "--assignment", assignment, "--allow-weak-isolation")
        grade(*arguments)
        assert scores(tmp_path / "grades")["half"] == 10

    def test_what_is_late_costs(self, submissions: Path, assignment: Path, tmp_path: Path) -> None:
        with assignment.open("a", encoding="utf-8") as file:
            file.write("due = 2027-01-31T12:00:00Z\nlate_percent_a_day = 10\n")
        times = tmp_path / "times.csv"
        times.write_text("learner,submitted\nright,2027-02-01T18:00:00Z\nhalf,2027-01-31T11:00:00Z\n", encoding="utf-8")
        grade(
            submissions, "--out", tmp_path / "grades", "--assignment", assignment, "--times", times,
            "--allow-weak-isolation",
        )  # fmt: skip
        assert scores(tmp_path / "grades")["right"] == 8


class TestTrouble:
    @pytest.mark.parametrize(
        ("arguments", "sentence"),
        [
            ((), "Say which folder holds the submissions"),
            (("nowhere",), "There is no folder of submissions nowhere"),
            ((".", "--assignment", "nowhere.toml"), "There is no assignment nowhere.toml"),
            ((".", "--cassettes", "nowhere"), "There is no folder of recordings nowhere"),
            ((".", "--compare-public"), "say where it is with --cassettes"),
            ((".", "--jobs", "-1"), "--jobs must be 1 or more"),
        ],
    )
    def test_wrong_use_is_told_in_a_sentence(self, arguments: tuple[str, ...], sentence: str, tmp_path: Path) -> None:
        done = subprocess.run(
            command(*arguments, "--out", tmp_path / "grades"), cwd=ROOT, capture_output=True, text=True
        )
        assert done.returncode == 2
        assert sentence in done.stderr
        assert done.stderr.count("\n") == 1

    def test_one_bad_submission_never_stops_the_batch(
        self, submissions: Path, assignment: Path, tmp_path: Path
    ) -> None:
        (submissions / "broken.zip").write_bytes(b"PK\x03\x04 nonsense")
        (submissions / "nothing").mkdir()
        (submissions / "loop").mkdir()
        (submissions / "loop" / "exercises").symlink_to(submissions / "loop")
        out = tmp_path / "grades"
        grade(submissions, "--out", out, "--assignment", assignment, "--allow-weak-isolation")
        rows = {row["learner"]: row for row in json.loads((out / "gradebook.json").read_text("utf-8"))["rows"]}
        assert rows["right"]["score"] == 10
        for learner in ("broken", "nothing", "loop"):
            assert rows[learner]["state"] == "not graded"
            assert rows[learner]["notes"], learner


def test_killed_half_way_and_run_again_nothing_is_lost(course: Course, assignment: Path, tmp_path: Path) -> None:
    folder, out = tmp_path / "submissions", tmp_path / "grades"
    exercises = [course.find(stem)[0] for stem in STEMS]
    for learner in sample.learners(24):
        chance = random.Random(learner)
        for exercise in exercises:
            path = folder / learner / exercise.stub.relative_to(course.root)
            path.parent.mkdir(parents=True, exist_ok=True)
            source = exercise.solution if chance.random() < 0.7 else exercise.mistakes[0]
            path.write_text(source.read_text(encoding="utf-8") + f"\n# {learner}\n", encoding="utf-8")
    arguments = (folder, "--out", out, "--assignment", assignment, "--allow-weak-isolation")
    with subprocess.Popen(
        command(*arguments), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as process:
        deadline = time.monotonic() + 60
        while _graded(out) < 5 and time.monotonic() < deadline and process.poll() is None:
            time.sleep(0.02)
        os.killpg(process.pid, signal.SIGKILL)
    kept = _graded(out)
    assert 5 <= kept < 24
    said = grade(*arguments)
    assert f"Graded {24 - kept}, unchanged {kept}" in said
    resumed = scores(out)
    fresh = tmp_path / "fresh"
    grade(folder, "--out", fresh, "--assignment", assignment, "--allow-weak-isolation")
    assert resumed == scores(fresh)
    assert len(resumed) == 24


def _graded(out: Path) -> int:
    """How many submissions have results by now."""
    path = out / "grades.sqlite"
    if not path.exists():
        return 0
    try:
        database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        count: int = database.execute("SELECT count(DISTINCT learner) FROM results").fetchone()[0]
    except sqlite3.Error:  # it is just being made
        return 0
    database.close()
    return count


def test_stubs_that_the_instructor_has_filled_in_are_still_stubs(
    course: Course, submissions: Path, tmp_path: Path
) -> None:
    """Who handed in an untouched stub has not started, also where the course's own copy of it was worked on."""
    root = tmp_path / "course"
    for room in ("exercises", "solutions", "tests", "cassettes"):
        shutil.copytree(
            ROOT / room, root / room, ignore=shutil.ignore_patterns("__pycache__", "project", "t0[3-9]*", "t1*")
        )
    exercise = Course(root).find("e06")[0]
    shutil.copy(exercise.solution, exercise.stub)
    program = "import sys; from grader.commands import main; sys.exit(main(sys.argv[2:], sys.argv[1]))"
    assignment, out = tmp_path / "one.toml", tmp_path / "grades"
    assignment.write_text('exercises = ["e06"]', encoding="utf-8")
    arguments = ["grade", submissions, "--out", out, "--assignment", assignment, "--allow-weak-isolation"]
    done = subprocess.run(
        [sys.executable, "-c", program, root, *map(str, arguments)], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    rows = {row["learner"]: row for row in json.loads((out / "gradebook.json").read_text("utf-8"))["rows"]}
    assert [mark["verdict"] for mark in rows["untouched"]["marks"]] == ["not started"]
    assert rows["untouched"]["score"] == 0
