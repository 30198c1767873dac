"""The rivals in ``bench``: what they check is what e02 checks, and without them nothing is measured, and it is said.

That they are run as they should be, ``bench`` itself sees to: all graders must agree on which answers are right.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from grader.commands import rivals
from grader.course import Course

ROOT = Path(__file__).resolve().parents[3]

pytestmark = pytest.mark.skipif(os.name != "posix", reason="classes are graded on POSIX systems")

GRADE = """
import contextlib, io, json, sys

asked, passed = json.load(sys.stdin), {}
for learner, code in asked["answers"].items():
    passed[learner] = []
    for name, check in asked["checks"].items():
        names = {}
        with contextlib.suppress(Exception), contextlib.redirect_stdout(io.StringIO()):
            exec(asked["fake"], names)
            exec(code, names)
            exec(check, names)
            passed[learner].append(name)
print(json.dumps(passed))
"""
"""What their notebooks do, each check after the same cells."""


@pytest.fixture(scope="module")
def course() -> Course:
    return Course(ROOT)


@pytest.fixture
def elsewhere(tmp_path: Path) -> Course:
    """A course that has the pins, and no rivals."""
    (tmp_path / "requirements").mkdir()
    shutil.copy(ROOT / rivals.PINS, tmp_path / rivals.PINS)
    return Course(tmp_path)


def install(course: Course, **versions: str) -> None:
    for name, version in versions.items():
        place = course.root / rivals.VENV / "lib" / "python3.11" / "site-packages" / f"{name}-{version}.dist-info"
        place.mkdir(parents=True)
        (place / "METADATA").write_text(f"Metadata-Version: 2.4\nName: {name.replace('_', '-')}\nVersion: {version}\n")


class TestTheSameAssignment:
    def test_they_have_the_checks_that_e02_has(self, course: Course) -> None:
        ours = re.findall(r"^def test_(\w+)", course.find("e02")[0].checks.read_text(encoding="utf-8"), re.MULTILINE)
        assert list(rivals.CHECKS) == ours

    def test_their_checks_pass_what_is_right_and_catch_each_mistake_where_ours_do(self, course: Course) -> None:
        exercise = course.find("e02")[0]
        sources = [exercise.solution, *exercise.alternatives, *exercise.mistakes]
        assert len(sources) <= rivals.LEARNERS, "some mistake is handed in by nobody"
        asked = {"fake": rivals.fake(exercise), "answers": rivals.answers(exercise), "checks": rivals.CHECKS}
        done = subprocess.run(
            [sys.executable, "-c", GRADE], input=json.dumps(asked), capture_output=True, text=True, check=True
        )
        passed = json.loads(done.stdout)
        assert len(passed) == rivals.LEARNERS
        for source, names in zip(sources, passed.values(), strict=False):
            if source in exercise.mistakes:
                caught_by = re.search(r"^caught by: (\w+)$", source.read_text(encoding="utf-8"), re.MULTILINE)
                assert caught_by is not None, source
                assert caught_by[1] not in names, source
            else:
                assert names == list(rivals.CHECKS), source

    def test_no_answer_is_twice_in_the_class_and_none_is_the_stub(self, course: Course) -> None:
        exercise = course.find("e02")[0]
        codes = list(rivals.answers(exercise).values())
        assert len(set(codes)) == rivals.LEARNERS
        assert exercise.stub.read_text(encoding="utf-8") not in codes


class TestWithoutThem:
    def test_there_are_no_rows_and_a_word_says_how_to_install_them(self, elsewhere: Course, tmp_path: Path) -> None:
        rows, word = rivals.rows(elsewhere, tmp_path / "bench", 3)
        assert rows == []
        assert word.startswith("nbgrader and otter-grader are not measured: there is no .order-up/rivals.")
        assert ".order-up/rivals/bin/python -m pip install --require-hashes -r requirements/rivals.txt" in word
        assert not (tmp_path / "bench").exists()

    def test_one_that_is_missing_is_named(self, elsewhere: Course) -> None:
        install(elsewhere, nbgrader=rivals.pinned(elsewhere)["nbgrader"])
        assert re.fullmatch(r"otter-grader 7\.\S+ is not in \.order-up/rivals", rivals.missing(elsewhere))

    def test_another_version_than_the_pinned_one_is_not_measured(self, elsewhere: Course) -> None:
        pins = rivals.pinned(elsewhere)
        install(elsewhere, nbgrader="0.9.1", otter_grader=pins["otter-grader"], ipykernel=pins["ipykernel"])
        assert rivals.missing(elsewhere) == "nbgrader 0.9.6 is not in .order-up/rivals"

    def test_nothing_is_missing_when_all_three_are_there(self, elsewhere: Course) -> None:
        install(elsewhere, **{name.replace("-", "_"): version for name, version in rivals.pinned(elsewhere).items()})
        assert rivals.missing(elsewhere) == ""


class Standing:
    """A grader that is none: each of its commands leaves a file, and needs to be the first to."""

    def __init__(self, name: str, right: set[str], commands: int = 1) -> None:
        self.name, self._right, self._count = name, right, commands

    def write(self, folder: Path) -> None:
        (folder / "class").write_text("handed in")

    def commands(self, folder: Path) -> list[list[str]]:
        script = "test -f class && mkdir graded-$0"
        return [["sh", "-c", script, str(number)] for number in range(self._count)]

    def right(self, folder: Path) -> set[str]:
        assert len(list(folder.glob("graded-*"))) == self._count
        return self._right


class TestMeasuring:
    def test_each_turn_grades_the_class_anew_and_all_of_it(self, tmp_path: Path) -> None:
        seconds = rivals._in_turn([Standing("ours", {"ada"}), Standing("theirs", {"ada"}, 3)], tmp_path, 2)
        assert seconds.keys() == {"ours", "theirs"}
        assert all(taken > 0 for taken in seconds.values())

    def test_graders_that_do_not_agree_are_not_compared(self, tmp_path: Path) -> None:
        with pytest.raises(SystemExit, match="do not agree on whose answers are right"):
            rivals._in_turn([Standing("ours", {"ada"}), Standing("theirs", {"ada", "ben"})], tmp_path, 1)

    def test_a_class_without_a_right_answer_proves_nothing(self, tmp_path: Path) -> None:
        with pytest.raises(SystemExit, match="do not agree"):
            rivals._in_turn([Standing("ours", set()), Standing("theirs", set())], tmp_path, 1)
