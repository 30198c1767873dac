"""The stubs as they are shipped."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from grader import stubs
from grader.course import Course

from .conftest import Runner


@pytest.mark.parametrize("content", [b"", b"print('hello')\n", "crème\n".encode(), b"\x00\xff" * 999])
@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_the_id_is_gits_own(content: bytes) -> None:
    told = subprocess.run(["git", "hash-object", "--stdin"], input=content, capture_output=True, check=True).stdout
    assert stubs.blob_id(content) == told.decode().strip()


def test_line_ends_make_no_difference() -> None:
    assert stubs.blob_id(b"one\r\ntwo\r\n") == stubs.blob_id(b"one\ntwo\n") != stubs.blob_id(b"one\ntwo")


def test_touched_untouched_and_gone(course: Course, solve: Callable[..., None]) -> None:
    exercise = course.find("e02")[0]
    assert stubs.is_untouched(exercise)
    exercise.stub.write_bytes(exercise.stub.read_bytes().replace(b"\n", b"\r\n"))
    assert stubs.is_untouched(exercise), "git on Windows may have changed the line ends"
    solve("e02")
    assert not stubs.is_untouched(exercise)
    exercise.stub.unlink()
    assert not stubs.is_untouched(exercise)


def test_without_a_list_nothing_is_known(course: Course) -> None:
    (course.root / "exercises" / ".shipped").unlink()
    assert not any(stubs.is_untouched(exercise) for exercise in course.exercises)


def test_the_command_notes_them(run: Runner, course: Course, solve: Callable[..., None]) -> None:
    solve("e03")
    done = run("shipped")
    assert done.stdout == "exercises/.shipped: 4 stubs\n"
    assert stubs.is_untouched(course.find("e03")[0])
    lines = Path(course.root / "exercises" / ".shipped").read_text().splitlines()
    assert [line[40:] for line in lines][:2] == ["  t01_plates/e01_first_plate.py", "  t01_plates/e02_second_plate.py"]
