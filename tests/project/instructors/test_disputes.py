"""``adjust`` and ``dispute``: what people decide stays, counts for whom it concerns, and is in all that is written."""

from __future__ import annotations

import ast
import csv
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grader import commands, stubs
from grader.batch import disputes, store
from grader.batch.fingerprint import digest
from grader.course import Course, docstring

ROOT = Path(__file__).resolve().parents[3]
STEM = "e06_place_an_order"

pytestmark = pytest.mark.skipif(os.name != "posix", reason="classes are graded on POSIX systems")

DOUBTED = '''# -*- coding: utf-8 -*-
"""My order."""

from urllib.parse import urljoin

import requests


def place_order(base_url, table, items, *, timeout=5.0):
    """By \\x1b[31mAlice, in a hurry."""
    response = requests.post(base_url + "/orders", json={"table": table, "items": items}, timeout=timeout)
    response.raise_for_status()
    return urljoin(response.url, response.headers["Location"]).replace(".test/", ".test:443/")
'''
SAME = DOUBTED.replace('"""My order."""', '"""Mine."""').replace(
    "    response.raise", "\n    # all well?\n    response.raise"
)
WRONG = DOUBTED.replace("response.raise_for_status()", "pass").replace('.replace(".test/", ".test:443/")', "")


@pytest.fixture(scope="module")
def classroom(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course of two exercises, and a class that was graded with it."""
    folder = tmp_path_factory.mktemp("classroom")
    whole, root = Course(ROOT), folder / "course"
    for exercise in whole.find("e02") + whole.find("e06"):
        for path in (exercise.stub, exercise.solution, exercise.checks, exercise.topic.lesson):
            target = root / path.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)
        for path in (exercise.variants, exercise.cassettes):
            shutil.copytree(path, root / path.relative_to(ROOT), ignore=shutil.ignore_patterns("__pycache__"))
    stubs.write(Course(root))
    for learner, code in {"alice": DOUBTED, "bob": SAME, "carol": WRONG}.items():
        hand_in(folder, learner, code)
    (folder / "week.toml").write_text('title = "A week"\nexercises = ["e02", "e06"]\npoints = 12\n', encoding="utf-8")
    assert grade(folder) == 0
    return folder


@pytest.fixture
def folder(classroom: Path, tmp_path: Path) -> Path:
    """A copy of that class, to do with it what one likes."""
    shutil.copytree(classroom, tmp_path / "classroom")
    return tmp_path / "classroom"


def hand_in(folder: Path, learner: str, code: str) -> None:
    path = folder / "submissions" / learner / "exercises" / "t02_rest_and_json" / f"{STEM}.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(code, encoding="utf-8")


def grade(folder: Path) -> int:
    where = ["--out", str(folder / "grades"), "--assignment", str(folder / "week.toml"), "--jobs", "1"]
    arguments = ["grade", str(folder / "submissions"), *where, "--allow-weak-isolation"]
    return commands.main(arguments, str(folder / "course"))


def runner(folder: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Runs a command on a class, and returns what it said; it must end with the status."""

    def run(name: str, *arguments: str, status: int = 0) -> str:
        capsys.readouterr()
        ended = commands.main([name, *arguments, "--out", str(folder / "grades")], str(folder / "course"))
        said = capsys.readouterr()
        assert ended == status, said
        return said.out if status == 0 else said.err

    return run


@pytest.fixture
def run(folder: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Runs commands on a class of the test's own."""
    return runner(folder, capsys)


@pytest.fixture
def ask(classroom: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Runs commands that change nothing, on the class that all tests share."""
    return runner(classroom, capsys)


def mark(folder: Path, learner: str) -> dict[str, Any]:
    book = json.loads((folder / "grades" / "gradebook.json").read_text(encoding="utf-8"))
    row = next(row for row in book["rows"] if row["learner"] == learner)
    found: dict[str, Any] = next(mark for mark in row["marks"] if mark["stem"] == STEM)
    return {**found, "score": row["score"]}


def test_points_are_given_and_shown_everywhere(folder: Path, run: Callable[..., str]) -> None:
    before = mark(folder, "carol")
    said = run("adjust", "e06", "--learner", "Carol", "--points=+0.5", "--reason", "the projector\n\x1b[2J failed")
    assert "carol, e06: 3.5 of 4 points, with 0.5 given." in said
    after = mark(folder, "carol")
    assert (after["earned"], after["adjustment"]) == (before["earned"] + 0.5, 0.5)
    assert after["reason"] == "the projector failed"
    assert after["score"] == before["score"] + 1  # 12 points for 6
    assert "the projector failed" in (folder / "grades" / "learners" / "carol.md").read_text(encoding="utf-8")
    with (folder / "grades" / "gradebook.csv").open(encoding="utf-8-sig", newline="") as file:
        assert "7.00" in next(row for row in csv.DictReader(file) if row["learner"] == "carol").values()


def test_points_that_were_given_survive_grading_again(folder: Path, run: Callable[..., str]) -> None:
    run("adjust", "e06", "--learner", "carol", "--points=-2", "--reason", "copied")
    run("adjust", "e06", "--learner", "carol", "--points=+1,5", "--reason", "not all of it")
    hand_in(folder, "carol", WRONG + "\n\nMORE = 1\n")
    assert grade(folder) == 0
    after = mark(folder, "carol")
    assert (after["earned"], after["adjustment"], after["reason"]) == (2.5, -0.5, "copied; not all of it")


def test_adjustments_are_listed_and_taken_back(folder: Path, run: Callable[..., str]) -> None:
    assert "Nothing was adjusted" in run("adjust")
    run("adjust", "e06", "--learner", "carol", "--points=-2", "--reason", "copied")
    run("adjust", "e02", "--learner", "alice", "--points=+1", "--reason", "asked well")
    first, second = run("adjust").splitlines()
    assert first.split()[1:] == ["carol", "e06", "-2", "copied"]
    assert second.split()[1:] == ["alice", "e02", "+1", "asked", "well"]
    assert "3 of 4 points." in run("adjust", "e06", "--learner", "carol", "--points=0")
    assert mark(folder, "carol")["adjustment"] == 0
    assert [line.split()[1] for line in run("adjust").splitlines()] == ["alice"]
    assert "Nothing was given to" in run("adjust", "e06", "--learner", "carol", "--points=0", status=2)


def test_nobody_has_less_than_nothing(folder: Path, run: Callable[..., str]) -> None:
    run("adjust", "e06", "--learner", "carol", "--points=-40", "--reason", "copied")
    assert mark(folder, "carol")["earned"] == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            ("e06", "--learner=alicia", "--points=+1", "--reason=x"),
            "“alicia” has handed anything in. Did you mean alice?",
        ),
        (("e60", "--learner=alice", "--points=+1", "--reason=x"), "There is no exercise “e60”"),
        (("place_an_oder", "--learner=alice", "--points=+1", "--reason=x"), f"Did you mean {STEM}?"),
        (("e06", "--learner=alice", "--points=+1"), "Say why"),
        (("e06", "--learner=alice", "--points=+1", "--reason= \n"), "Say why"),
        (("e06", "--learner=alice", "--points=4", "--reason=x"), "+1 gives a point"),
        (("e06", "--learner=alice", "--points=+1e9", "--reason=x"), "is not clear"),
        (("e06", "--learner=alice", "--reason=x"), "POINTS is missing"),
        (("--learner=alice", "--points=+1", "--reason=x"), "EX is missing"),
        (("e06", "--points=+1", "--reason=x"), "LEARNER is missing"),
    ],
)
def test_what_is_not_clear_is_refused(ask: Callable[..., str], arguments: tuple[str, ...], words: str) -> None:
    said = ask("adjust", *arguments, status=2)
    assert words in said
    assert len(said.splitlines()) == 1
    assert "Nothing was adjusted" in ask("adjust")


def test_without_grades_both_say_how_to_get_some(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("adjust", "dispute"):
        arguments = [name, "e06", "--learner=alice", "--out", str(folder / "elsewhere")]
        assert commands.main(arguments, str(folder / "course")) == 2
        assert "make grade" in capsys.readouterr().err
    assert not (folder / "elsewhere").exists()


def test_a_doubted_grade_is_shown_with_all_that_led_to_it(ask: Callable[..., str]) -> None:
    page = ask("dispute", "e06", "--learner", "carol")
    assert "e06 · Place an order: carol" in page
    assert "3 of 4 points" in page
    assert "✗ Raises HTTPError when the bistro refuses the order." in page
    assert "“requests.HTTPError: when the bistro refuses the order (422 for an unknown dish), or for any other" in page
    assert "sent        POST https://bistro.test/orders → 422" in page
    assert "reference   POST https://bistro.test/orders → 422" in page
    assert "test_e06_place_an_order.py::test_raises_when_refused" in page
    assert '   13      return urljoin(response.url, response.headers["Location"])' in page
    assert "\x1b" not in page
    assert "make dispute LEARNER=carol EX=e06" in page


def test_a_grade_that_is_full_is_not_disputed(folder: Path, run: Callable[..., str]) -> None:
    shutil.copy(ROOT / "solutions" / "t02_rest_and_json" / f"{STEM}.py", folder / "right.py")
    hand_in(folder, "carol", (folder / "right.py").read_text(encoding="utf-8"))
    assert grade(folder) == 0
    assert "passes: nothing counted against it" in run("dispute", "e06", "--learner", "carol")
    assert "passes already" in run("dispute", "e06", "--learner=carol", "--accept", "--reason=x", status=2)


def test_an_accepted_answer_counts_for_all_who_have_it(folder: Path, run: Callable[..., str]) -> None:
    before = {name: mark(folder, name) for name in ("alice", "bob", "carol")}
    assert [(before[name]["verdict"], before[name]["earned"]) for name in ("alice", "bob")] == [("wrong result", 0)] * 2
    reason = 'with the port it is the same URL: """see\\RFC"""'
    said = run("dispute", "e06", "--learner", "alice", "--accept", "--reason", reason)
    assert "counts as right for 2: alice, bob." in said
    assert "alternative_accepted_1.py" in said
    assert "“Places the order and returns where it is”" in said
    for name in ("alice", "bob"):
        after = mark(folder, name)
        assert (after["verdict"], after["earned"], after["mistakes"]) == ("passed", 4.0, [])
        assert after["reason"].startswith("accepted after a dispute: with the port it is the same URL")
    assert mark(folder, "carol") == before["carol"]
    assert grade(folder) == 0
    assert mark(folder, "bob")["verdict"] == "passed"


def test_an_accepted_answer_becomes_an_alternative(folder: Path, run: Callable[..., str]) -> None:
    exercise = Course(folder / "course").find("e06")[0]
    said = run("dispute", "e06", "--learner", "alice", "--accept", "--reason", "it is the same URL.")
    assert "the name alice stands in it" in said, "it stands in a docstring of the function"
    made = exercise.variants / "alternative_accepted_1.py"
    assert made in exercise.alternatives
    assert docstring(made) == "Accepted after a dispute: it is the same URL."
    assert digest(made.read_bytes()) == digest(DOUBTED.encode())
    run("dispute", "e06", "--learner", "carol", "--accept", "--reason", "so be it")
    assert docstring(exercise.variants / "alternative_accepted_2.py") == "Accepted after a dispute: so be it."
    run("dispute", "e06", "--learner", "bob", "--accept", "--reason", "again, said better")
    assert not (exercise.variants / "alternative_accepted_3.py").exists()
    assert "again, said better" in mark(folder, "alice")["reason"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("e06", "--learner=alice", "--accept"), "Say why it is right"),
        (("e06", "--learner=alice", "--accept", "--reason=Alice is right"), "Leave the learner's name out"),
        (("e06", "--learner=alice", "--reason=x"), "REASON goes with ACCEPT=1"),
        (("e06",), "Say whose answer"),
        (("e02", "--learner=alice"), "alice has handed in nothing for e02_order_a_dish"),
    ],
)
def test_what_can_not_be_accepted(
    classroom: Path, ask: Callable[..., str], arguments: tuple[str, ...], words: str
) -> None:
    said = ask("dispute", *arguments, status=2)
    assert words in said
    assert len(said.splitlines()) == 1
    assert not list((classroom / "course" / "tests").rglob("alternative_accepted_*"))


def test_what_is_no_python_can_not_be_accepted(folder: Path, run: Callable[..., str]) -> None:
    hand_in(folder, "carol", "def place_order(:\n")
    assert grade(folder) == 0
    said = run("dispute", "e06", "--learner=carol", "--accept", "--reason=x", status=2)
    assert "Python can't read this answer" in said
    with store.opened(folder / "grades" / "grades.sqlite") as kept:
        assert kept.accepted() == {}


def test_an_exercise_that_is_not_in_the_assignment(folder: Path, run: Callable[..., str]) -> None:
    (folder / "week.toml").write_text('title = "A week"\nexercises = ["e06"]\n', encoding="utf-8")
    assert grade(folder) == 0
    for name, more in (("adjust", ("--points=+1", "--reason=x")), ("dispute", ())):
        said = run(name, "e02", "--learner=alice", *more, status=2)
        assert "e02_order_a_dish is not part of “A week”, which has e06." in said


@pytest.mark.parametrize(
    "code",
    [
        b"x = 1\n",
        b'"""Its own."""\nx = 1\n',
        b'# a comment first\n"""Its own,\n\nof three lines."""\nfrom __future__ import annotations\nx = 1\n',
        b"# -*- coding: latin-1 -*-\nx = '\xe9'\n",
        "\ufeffx = 'é'\r\ny = 2\r\n".encode(),
        b'"""Only that."""',
        b"'one' 'text'\nx = 1\n",
        b"x = '''\n\n  kept  \n'''\n",
    ],
)
def test_an_alternative_is_the_same_code_in_utf_8(code: bytes) -> None:
    text = disputes.alternative(code, 'said "so"')
    assert text is not None
    assert digest(text.encode("utf-8")) == digest(code)
    assert ast.get_docstring(ast.parse(text)) == 'Accepted after a dispute: said "so.'
    assert text.endswith("\n")
    assert "Its own" not in text


def test_a_long_reason_takes_several_lines() -> None:
    text = disputes.alternative(b"x = 1\n", "because " * 60)
    assert text is not None
    assert max(map(len, text.splitlines())) <= 120
    assert (ast.get_docstring(ast.parse(text)) or "").count("because") == 60


@pytest.mark.parametrize("code", [b"x = = 1", b"\xff\xfe", b'"""Both"""; x = 1\n', b"# coding: nonsense\n", b"x\0"])
def test_what_can_be_no_alternative(code: bytes) -> None:
    assert disputes.alternative(code, "so be it") is None
