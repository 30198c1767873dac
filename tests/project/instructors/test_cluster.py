"""Grading on a Dask cluster: a real scheduler and two workers, one of them killed while it works."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader import assignment as assignments
from grader.batch import store, submissions
from grader.batch.books import Books
from grader.batch.run import Round, Tally
from grader.batch.slot import Options
from grader.course import Course, CourseError

distributed = pytest.importorskip("distributed", reason="the group “cluster” is not installed")

from grader.batch.cluster import DaskPool  # noqa: E402 - it needs the group

ROOT = Path(__file__).resolve().parents[3]
LEARNERS = 8


class Cluster:
    """A scheduler and its workers, each a process of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._number = 0
        self._scheduler = self._start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        self.address = self._told(self._scheduler, r"Scheduler at:\s+(tcp://\S+)")
        self.workers = [self.worker() for _ in range(2)]

    def worker(self) -> subprocess.Popen[str]:
        options = ("--nthreads", "1", "--no-dashboard", "--no-nanny", "--host", "127.0.0.1")
        process = self._start("worker", self.address, *options)
        self._told(process, r"Registered to:\s+(tcp://\S+)")
        return process

    def _start(self, *arguments: str) -> subprocess.Popen[str]:
        self._number += 1
        folder = self._folder / str(self._number)
        folder.mkdir()
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "DASK_TEMPORARY_DIRECTORY": str(folder)}
        return subprocess.Popen(
            [sys.executable, "-m", "dask", *arguments],
            cwd=folder,
            env=environment,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    @staticmethod
    def _told(process: subprocess.Popen[str], pattern: str) -> str:
        assert process.stderr is not None
        for line in process.stderr:
            if found := re.search(pattern, line):
                return found[1]
        raise AssertionError(f"it ended with {process.wait()} before it said {pattern}")

    def close(self) -> None:
        for process in (*self.workers, self._scheduler):
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            assert process.stderr is not None
            process.stderr.close()


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    made = Cluster(tmp_path_factory.mktemp("cluster"))
    yield made
    made.close()


@pytest.fixture
def assignment(tmp_path: Path) -> assignments.Assignment:
    path = tmp_path / "week.toml"
    path.write_text('exercises = ["e02", "e06"]', encoding="utf-8")
    return assignments.read(path, Course(ROOT))


def hand_in(folder: Path, learners: int) -> None:
    """Every second learner has one of two exercises wrong."""
    course = Course(ROOT)
    for number in range(learners):
        for code in ("e02", "e06"):
            exercise = course.find(code)[0]
            right = number % 2 == 0 or code == "e02"
            path = folder / f"learner{number}" / exercise.stub.relative_to(ROOT)
            path.parent.mkdir(parents=True, exist_ok=True)
            source = exercise.solution if right else exercise.mistakes[0]
            path.write_text(source.read_text(encoding="utf-8") + f"\n# {number}\n", encoding="utf-8")


def test_a_worker_that_is_killed_costs_nobody_a_grade(
    cluster: Cluster, assignment: assignments.Assignment, tmp_path: Path
) -> None:
    hand_in(tmp_path / "submissions", LEARNERS)
    course, killed = Course(ROOT), []

    def kill_one(tally: Tally) -> None:
        if tally.done == 2:
            victim = cluster.workers[0]
            os.killpg(victim.pid, signal.SIGKILL)
            killed.append(victim.wait())

    pool = DaskPool(cluster.address, Options("", assignment.stems, "weak"))
    try:
        with store.opened(tmp_path / "grades.sqlite") as kept:
            handed = submissions.find(tmp_path / "submissions")
            tally = Round(kept, course, assignment, pool, "weak").grade(handed, kill_one)
            rows = Books(kept, course, assignment, {}).gradebook().rows
    finally:
        pool.close()
    assert killed == [-signal.SIGKILL]
    assert tally.failed == []
    scores = {row.learner: row.score for row in rows}
    assert len(scores) == LEARNERS
    assert {scores[f"learner{number}"] for number in range(0, LEARNERS, 2)} == {6.0}
    assert all(2 <= scores[f"learner{number}"] < 6 for number in range(1, LEARNERS, 2))


def test_the_command_grades_on_it(cluster: Cluster, tmp_path: Path) -> None:
    hand_in(tmp_path / "submissions", 2)
    assignment = tmp_path / "week.toml"
    assignment.write_text('exercises = ["e02", "e06"]', encoding="utf-8")
    done = subprocess.run(
        [
            *(sys.executable, "-m", "grader", "grade", tmp_path / "submissions", "--out", tmp_path / "grades"),
            *("--assignment", assignment, "--dask", cluster.address),
            *(() if shutil.which("bwrap") else ("--allow-weak-isolation",)),
        ],
        cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Graded 2, unchanged 0" in done.stdout


def test_no_scheduler_is_told_in_a_sentence(assignment: assignments.Assignment) -> None:
    with pytest.raises(CourseError, match=r"There is no Dask scheduler at tcp://127\.0\.0\.1:9"):
        DaskPool("tcp://127.0.0.1:9", Options("", assignment.stems, "weak"))


def test_a_private_world_stays_where_it_is(assignment: assignments.Assignment, cluster: Cluster) -> None:
    with pytest.raises(CourseError, match="private world"):
        DaskPool(cluster.address, Options("", assignment.stems, "weak", "/somewhere"))
