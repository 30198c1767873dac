"""``solution``: what a good answer does differently, once it is wanted."""

from __future__ import annotations

import os
import re

import pytest

from grader.commands import solution
from grader.course import Course

from .conftest import Runner, on_a_terminal

WHY = "+    # requests raises by itself only when there is no answer at all."


def test_before_it_passes_it_wants_to_be_told(run: Runner) -> None:
    done = run("solution", "e02")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "e02 does not pass yet. Show its solution all the same? Nobody can be asked here: say --yes if so.\n"
    )


def test_shows_the_difference_with_the_why(run: Runner) -> None:
    done = run("solution", "e02", "--yes")
    assert (done.returncode, done.stderr) == (0, "")
    assert WHY in done.stdout
    assert "+    response.raise_for_status()" in done.stdout
    assert "-    # TODO 1" in done.stdout
    assert "- yours      exercises/t01_first_calls/e02_order_a_dish.py" in done.stdout
    assert "  tests/t01_first_calls/e02_order_a_dish/alternative_session.py" in done.stdout
    assert "\x1b" not in done.stdout


def test_after_it_passed_nobody_is_asked(run: Runner, clone: Course) -> None:
    exercise = clone.find("e02")[0]
    exercise.stub.write_bytes(exercise.solution.read_bytes() + b"# mine\n")
    done = run("solution", "e02")
    assert done.returncode == 0, done.stderr
    assert "-# mine" in done.stdout


def test_the_same_answer(run: Runner, clone: Course) -> None:
    exercise = clone.find("e02")[0]
    exercise.stub.write_bytes(exercise.solution.read_bytes())
    assert "Yours is the solution, letter by letter." in run("solution", "e02").stdout


@pytest.mark.skipif(os.name == "nt", reason="there are no pseudo-terminals there")
@pytest.mark.parametrize(("typed", "shown"), [("y\n", True), ("\n", False)])
def test_on_a_terminal_it_asks_once_and_is_in_colour(clone: Course, typed: str, shown: bool) -> None:
    status, screen = on_a_terminal(clone.root, "solution", "e02", typed=typed)
    assert status == 0
    assert screen.count("[y/N]") == 1
    assert ("# requests raises by itself" in screen) is shown
    assert all(len(re.sub("\x1b\\[[0-9;]*m", "", line)) <= 80 for line in screen.splitlines())
    assert ("\x1b[1;32m+" in screen) is shown
    assert ("Not shown." in screen) is not shown


def test_a_long_row_is_folded_between_words() -> None:
    assert solution.fold("+    # one two three four", 16) == ["+    # one two", "+    # three", "+    # four"]
    assert solution.fold("-  call(first, second, third)", 20) == ["-  call(first,", "-      second,", "-      third)"]
    assert solution.fold(" short", 20) == [" short"]
    assert solution.fold("+" + "x" * 30, 20) == ["+" + "x" * 30]
