"""The rows of ``bench`` about grading a class: against plain pytest, and how the cost grows with the class."""

from __future__ import annotations

import os
import queue
import shutil
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

from grader.assignment import Assignment, everything
from grader.batch import outputs, sample, store, submissions
from grader.batch.books import Books
from grader.batch.pool import LocalPool
from grader.batch.run import Round
from grader.batch.slot import Options
from grader.commands.measuring import Measured
from grader.course import Course, CourseError
from grader.isolation import choose

LEARNERS = 100
"""In the class that is graded with all checks."""

FEW, MANY = 10, 1000
"""In the classes whose cost per submission is compared."""


def rows(course: Course, folder: Path) -> tuple[list[Measured], str]:
    """The rows, and a word on what they were measured with; no rows where no code can be kept apart."""
    try:
        tier = choose(allow_weak=False).name
    except CourseError as error:
        return [], f"Classes were not graded: {error}"
    against, pages = _against_pytest(course, folder, tier)
    word = (
        f"Classes were graded with this isolation: {tier}. A submission is graded when its results are kept; "
        f"all tables and pages of the class took {pages * 1000:.0f} ms a learner besides, where pytest wrote JUnit XML."
    )
    return [against, _flat(course, folder, tier)], word


def _against_pytest(course: Course, folder: Path, tier: str) -> tuple[Measured, float]:
    """The same submissions graded by us, start-up included, and by a plain ``pytest`` process each, both on all cores;
    and the seconds that the tables and pages of the class took for each learner.
    """
    handed_in, out = folder / "class", folder / "grades"
    sample.write_class(course, course.exercises, handed_in, LEARNERS)
    wanted = everything(course)
    with store.opened(out / "grades.sqlite") as kept:
        start = time.perf_counter()
        pool = LocalPool(Options(str(course.root), wanted.stems, tier))
        try:
            tally = Round(kept, course, wanted, pool, tier).grade(submissions.find(handed_in), lambda tally: None)
        finally:
            pool.close()
        graded = time.perf_counter()
        if tally.failed:
            raise SystemExit(f"not every submission was graded: {tally}")
        outputs.write(out, Books(kept, course, wanted, {}))
        written = time.perf_counter()
    name = (
        f"grading a submission of all checks, {LEARNERS} of them isolated / a plain pytest process each, not isolated"
    )
    theirs = _plain(course, handed_in, folder / "plain") / LEARNERS
    return Measured(name, (graded - start) / LEARNERS, theirs, 0.5), (written - graded) / LEARNERS


def _plain(course: Course, handed_in: Path, folder: Path) -> float:
    """Seconds for a ``pytest`` process per submission, as many at once as there are cores."""
    waiting: queue.SimpleQueue[Path] = queue.SimpleQueue()
    for submission in sorted(handed_in.iterdir()):
        root = folder / submission.name
        root.mkdir(parents=True)
        for room in ("tests", "cassettes", "grader"):
            (root / room).symlink_to(course.root / room, target_is_directory=True)
        shutil.copy(course.root / "pyproject.toml", root)
        shutil.copytree(submission / "exercises", root / "exercises")
        waiting.put(root)

    def work() -> None:
        environment = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        while True:
            try:
                root = waiting.get_nowait()
            except queue.Empty:
                return
            command = [sys.executable, "-m", "pytest", "-q", f"--course={root}", "--junitxml=report.xml"]
            done = subprocess.run(
                command, cwd=root, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
            )
            if done.returncode not in (0, 1):
                raise SystemExit(f"pytest ended with status {done.returncode}:\n{done.stdout}")

    threads = [threading.Thread(target=work) for _ in range(len(os.sched_getaffinity(0)))]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - start


def _flat(course: Course, folder: Path, tier: str) -> Measured:
    """What a submission of one exercise costs in a large class and in a small one, once the slots are there."""
    exercises = course.find("e02")
    wanted = Assignment("One exercise", (exercises[0].stem,))
    pool = LocalPool(Options(str(course.root), wanted.stems, tier))
    try:
        _seconds_of_a_class(course, wanted, pool, tier, folder / "warm", FEW)
        many = _seconds_of_a_class(course, wanted, pool, tier, folder / "many", MANY)
        few = [_seconds_of_a_class(course, wanted, pool, tier, folder / f"few{turn}", FEW) for turn in range(11)]
    finally:
        pool.close()
    return Measured(
        f"a submission of one exercise among {MANY:,} / among {FEW}", many / MANY, statistics.median(few) / FEW, 1.2
    )


def _seconds_of_a_class(
    course: Course, wanted: Assignment, pool: LocalPool, tier: str, folder: Path, learners: int
) -> float:
    """How long a class takes in which each has solved the exercise in their own way."""
    exercise = wanted.exercises(course)[0]
    answer = exercise.solution.read_text(encoding="utf-8")
    for learner in sample.learners(learners):
        path = folder / learner / exercise.stub.relative_to(course.root)
        path.parent.mkdir(parents=True)
        path.write_text(f"{answer}\n# {learner}\n", encoding="utf-8")
    with store.opened(folder.with_suffix(".sqlite")) as kept:
        start = time.perf_counter()
        tally = Round(kept, course, wanted, pool, tier).grade(submissions.find(folder), lambda tally: None)
        seconds = time.perf_counter() - start
    if tally.failed or tally.unchanged:
        raise SystemExit(f"not every submission was graded: {tally}")
    return seconds
