"""A private world grades the whole course, and finds out who typed the public answers in."""

from __future__ import annotations

import dataclasses
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from grader.batch.private import only_public
from grader.commands.record import what_is_private
from grader.course import Course
from grader.report import Report, Verdict

ROOT = Path(__file__).resolve().parents[3]
COURSE = Course(ROOT)
SEED = 91

GRADE = """
import json, sys
from pathlib import Path
from grader.course import Course
from grader.run import grade
course = Course(Path(sys.argv[1]))
exercises = [exercise for name in sys.argv[3:] for exercise in course.find(name)]
report = grade(course, exercises, pytest_arguments=[f"--cassettes={sys.argv[2]}"])
print(json.dumps(report.to_json()))
"""

HARD_CODED = '''"""e02 · Order a dish"""

import requests

ANSWERS = {answers!r}


def order_a_dish(base_url, dish, *, timeout=5.0):
    response = requests.get(f"{{base_url}}/menu/{{dish}}", timeout=timeout)
    response.raise_for_status()
    return ANSWERS[dish]
'''
"""It sends what it should, and returns what it knows by heart."""


def record(into: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "grader", "record", *arguments, "--into", str(into)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture(scope="module")
def private(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a world of its own for the first topic, made as an instructor makes it for the whole course."""
    folder = tmp_path_factory.mktemp("private")
    done = record(folder, "t01", f"--seed={SEED}")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1] == (
        "Private: e01–e05. As in the public world: e06–e54, and what was written by hand (*.synthetic.yaml)."
    )
    return folder


def grade(course: Path, cassettes: Path, *names: str) -> Report:
    command = [sys.executable, "-c", GRADE, str(course), str(cassettes), *names]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return Report.from_json(json.loads(done.stdout))


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """The course with the solutions of three exercises handed in; the last asks a language model."""
    for code in ("e02", "e03", "e35"):
        exercise = COURSE.find(code)[0]
        for path, source in (
            (exercise.stub, exercise.solution),
            (exercise.checks, exercise.checks),
        ):
            target = tmp_path / path.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)
    return tmp_path


def public_answers() -> dict[str, object]:
    """What the bistro answered about each dish when the public recordings of e02 were made."""
    answers = {}
    for path in COURSE.find("e02")[0].cassettes.glob("*.yaml"):
        for exchange in yaml.safe_load(path.read_text(encoding="utf-8"))["interactions"]:
            if exchange["response"]["status"]["code"] == 200:
                dish = exchange["request"]["uri"].rpartition("/")[2]
                answers[dish] = json.loads(exchange["response"]["body"]["string"])
    return answers


def test_a_private_folder_is_complete(private: Path) -> None:
    for exercise in COURSE.exercises:
        place = exercise.cassettes.relative_to(ROOT / "cassettes")
        assert {path.name for path in (private / place).iterdir()} == {
            path.name for path in exercise.cassettes.iterdir()
        }, exercise.stem
        seed = json.loads((private / place / "world.json").read_text(encoding="utf-8"))["seed"]
        assert seed == (SEED if exercise.topic.number == 1 else 1), exercise.stem


def test_what_has_a_world_of_its_own_keeps_it_when_more_is_recorded(private: Path, tmp_path: Path) -> None:
    folder = tmp_path / "more"
    shutil.copytree(private, folder)
    (folder / "t08_talking_to_language_models" / "e35_first_completion" / "asks_the_model.yaml").unlink()
    done = record(folder, "e25", f"--seed={SEED}")
    assert done.returncode == 0, done.stdout + done.stderr
    assert what_is_private(COURSE, folder).startswith("Private: e01–e05, e25. As in the public world: e06–e24, e26–e54")
    assert (folder / "t08_talking_to_language_models" / "e35_first_completion" / "asks_the_model.yaml").exists()


def test_honest_code_passes_in_both_worlds(private: Path, course: Path) -> None:
    here, there = grade(course, ROOT / "cassettes", "e02", "e03", "e35"), grade(course, private, "e02", "e03", "e35")
    assert [result.verdict for result in here.exercises] == [Verdict.PASSED] * 3
    assert [result.verdict for result in there.exercises] == [Verdict.PASSED] * 3
    assert only_public(there, here) == frozenset()


def test_answers_known_by_heart_are_named(private: Path, course: Path) -> None:
    cheat = Course(course).find("e02")[0]
    cheat.stub.write_text(HARD_CODED.format(answers=public_answers()), encoding="utf-8")
    here, there = grade(course, ROOT / "cassettes", "e02", "e03"), grade(course, private, "e02", "e03")
    assert [result.verdict for result in here.exercises] == [Verdict.PASSED] * 2, "it should get away with it"
    assert there.exercises[0].verdict is not Verdict.PASSED
    assert only_public(there, here) == {cheat.stem}
    assert only_public(here, there) == frozenset()


def test_the_gradebook_names_who_knows_them_by_heart(private: Path, course: Path, tmp_path: Path) -> None:
    """The whole way: a class graded with the private world, compared with the public one."""
    folder = tmp_path / "submissions"
    for learner in ("alice", "mallory"):
        shutil.copytree(course / "exercises", folder / learner / "exercises")
    by_heart = folder / "mallory" / COURSE.find("e02")[0].stub.relative_to(ROOT)
    by_heart.write_text(HARD_CODED.format(answers=public_answers()), encoding="utf-8")
    (tmp_path / "week.toml").write_text('exercises = ["e02", "e03"]\n', encoding="utf-8")
    out = tmp_path / "grades"
    command = [sys.executable, "-m", "grader", "grade", str(folder), "--out", str(out)]
    command += ["--assignment", str(tmp_path / "week.toml"), "--cassettes", str(private), "--compare-public"]
    command += ["--allow-weak-isolation"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    rows = json.loads((out / "gradebook.json").read_text(encoding="utf-8"))["rows"]
    marks = {(row["learner"], mark["stem"][:3]): mark for row in rows for mark in row["marks"]}
    assert {who for who, mark in marks.items() if mark["only_public"]} == {("mallory", "e02")}
    assert {who for who, mark in marks.items() if mark["verdict"] != "passed"} == {("mallory", "e02")}


def test_a_fault_of_the_course_accuses_nobody(private: Path, course: Path) -> None:
    here = grade(course, ROOT / "cassettes", "e02")
    lost = dataclasses.replace(
        here.exercises[0],
        verdict=Verdict.NOT_RECORDED,
        checks=tuple(dataclasses.replace(check, verdict=Verdict.NOT_RECORDED) for check in here.exercises[0].checks),
    )
    assert only_public(Report((lost,)), here) == frozenset()
    unfinished = dataclasses.replace(lost, verdict=Verdict.WRONG_RESULT, checks=())
    assert only_public(Report((unfinished,)), here) == frozenset()
    failed = dataclasses.replace(here.exercises[0], verdict=Verdict.WRONG_RESULT)
    assert only_public(Report((failed,), errors=("pytest ended",)), here) == frozenset()
    assert only_public(Report((failed,)), here) == {failed.stem}


def test_no_private_world_of_what_a_model_says(tmp_path: Path) -> None:
    done = record(tmp_path / "private", "e35", f"--seed={SEED}")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("What the language model says has no seed, so there is no private world of e35.")
    assert not (tmp_path / "private").exists()


def test_the_public_recordings_are_never_made_private() -> None:
    done = record(ROOT / "cassettes", "e02", f"--seed={SEED}")
    assert done.returncode == 2
    assert "holds the public recordings" in done.stderr
