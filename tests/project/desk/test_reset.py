"""``reset``: the shipped stub comes back, and nobody's work is ever lost."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest

from grader.commands import reset
from grader.course import Course, CourseError, Exercise

from .conftest import Runner, on_a_terminal

MINE = "# mine: “é”\r\nprint(1)\n".encode()


@pytest.fixture
def exercise(clone: Course) -> Exercise:
    """e02, with somebody's work in it."""
    found = clone.find("e02")[0]
    found.stub.write_bytes(MINE)
    return found


def backups(course: Course) -> list[Path]:
    return sorted((course.root / ".order-up" / "backups").glob("*"))


def shipped_text(shipped: Path, exercise: Exercise) -> bytes:
    return (shipped / exercise.stub.relative_to(exercise.root)).read_bytes()


def test_keeps_mine_and_brings_the_stub_back(run: Runner, clone: Course, exercise: Exercise, shipped: Path) -> None:
    done = run("reset", "e02", "--yes")
    assert (done.returncode, done.stderr) == (0, "")
    assert exercise.stub.read_bytes() == shipped_text(shipped, exercise)
    (kept,) = backups(clone)
    assert kept.read_bytes() == MINE
    assert re.fullmatch(r"e02_order_a_dish_\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d\.py", kept.name)
    assert done.stdout == (
        f"Kept yours: .order-up/backups/{kept.name}\nBrought back: exercises/t01_first_calls/e02_order_a_dish.py\n"
    )
    again = run("reset", "e02", "--yes")
    assert "is as it was shipped" in again.stdout
    assert backups(clone) == [kept]


def test_two_at_once_are_both_kept(clone: Course, exercise: Exercise) -> None:
    first, second = reset.keep(exercise), reset.keep(exercise)
    assert first != second
    assert first.read_bytes() == second.read_bytes() == MINE


def test_a_stub_that_is_gone_comes_back(run: Runner, clone: Course, exercise: Exercise, shipped: Path) -> None:
    exercise.stub.unlink()
    assert run("reset", "e02").returncode == 0
    assert exercise.stub.read_bytes() == shipped_text(shipped, exercise)
    assert backups(clone) == []


def test_without_a_terminal_it_wants_to_be_told(run: Runner, clone: Course, exercise: Exercise) -> None:
    done = run("reset", "e02")
    assert done.returncode == 2
    assert done.stderr.endswith("Nobody can be asked here: say --yes if so.\n")
    assert "say YES=1 if so" in run("reset", "e02", MAKELEVEL="1").stderr
    assert (exercise.stub.read_bytes(), backups(clone)) == (MINE, [])
    assert run("reset", MAKELEVEL="1", ORDER_UP_EX="e02", ORDER_UP_YES="1").returncode == 0


@pytest.mark.skipif(os.name == "nt", reason="there are no pseudo-terminals there")
@pytest.mark.parametrize(
    ("typed", "changed"), [("y\n", True), ("yes\n", True), ("n\n", False), ("\n", False), ("\x04", False)]
)
def test_on_a_terminal_it_asks(clone: Course, exercise: Exercise, typed: str, changed: bool) -> None:
    status, screen = on_a_terminal(clone.root, "reset", "e02", typed=typed)
    assert status == 0
    assert "Bring e02 back as it was shipped? Yours is kept. [y/N]" in screen
    assert (exercise.stub.read_bytes() != MINE) is changed
    assert len(backups(clone)) == changed


class TestNothingIsLost:
    """Whatever goes wrong, the file is as it was; once it is replaced, its copy is on the disk."""

    def test_when_the_copy_cannot_be_written(self, run: Runner, clone: Course, exercise: Exercise) -> None:
        (clone.root / ".order-up").write_text("a file, where a folder should be")
        done = run("reset", "e02", "--yes")
        assert done.returncode == 2
        assert done.stderr.startswith("Nothing was changed: yours could not be kept in ")
        assert exercise.stub.read_bytes() == MINE

    def test_when_the_stub_cannot_be_replaced(
        self, clone: Course, exercise: Exercise, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*_: object) -> None:
            raise PermissionError(13, "Permission denied")

        kept = reset.keep(exercise)
        monkeypatch.setattr(os, "replace", fail)
        with pytest.raises(CourseError, match="permission denied"):
            reset.replace(exercise.stub, b"new")
        assert exercise.stub.read_bytes() == kept.read_bytes() == MINE
        assert [path.name for path in exercise.stub.parent.glob(".*")] == []

    def test_the_copy_is_on_the_disk_before_the_stub_changes(
        self, exercise: Exercise, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        happened: list[str] = []
        to_disk, replace = os.fsync, os.replace

        def noting_fsync(handle: int) -> None:
            happened.append(f"fsync with {exercise.stub.read_bytes() == MINE}")
            to_disk(handle)

        def noting_replace(source: str, target: str) -> None:
            happened.append("replace")
            replace(source, target)

        monkeypatch.setattr(os, "fsync", noting_fsync)
        monkeypatch.setattr(os, "replace", noting_replace)
        reset.keep(exercise)
        assert happened
        assert set(happened) == {"fsync with True"}
        happened.clear()
        reset.replace(exercise.stub, b"new")
        assert happened[:2] == ["fsync with True", "replace"]

    def test_when_git_is_not_there(self, run: Runner, clone: Course, exercise: Exercise) -> None:
        done = run("reset", "e02", "--yes", PATH="")
        assert done.returncode == 2
        assert done.stderr == (
            "git is not installed, and it has the stub as it was shipped. "
            "Copy exercises/t01_first_calls/e02_order_a_dish.py from a fresh clone of Order Up instead.\n"
        )
        assert (exercise.stub.read_bytes(), backups(clone)) == (MINE, [])

    def test_when_this_is_no_clone(self, run: Runner, clone: Course, exercise: Exercise) -> None:
        shutil.rmtree(clone.root / ".git")
        done = run("reset", "e02", "--yes", GIT_CEILING_DIRECTORIES=str(clone.root.parent))
        assert done.returncode == 2
        assert done.stderr.startswith("git can't give the stub as it was shipped (fatal: not a git repository")
        assert (exercise.stub.read_bytes(), backups(clone)) == (MINE, [])

    def test_when_it_is_not_in_the_list(self, run: Runner, clone: Course, exercise: Exercise) -> None:
        (clone.root / "exercises" / ".shipped").write_text("")
        done = run("reset", "e02", "--yes")
        assert done.stderr.startswith("exercises/.shipped has no line for t01_first_calls/e02_order_a_dish.py")
        assert exercise.stub.read_bytes() == MINE

    @pytest.mark.skipif(os.name == "nt", reason="links need rights there")
    def test_a_link_stays_one(self, run: Runner, exercise: Exercise, tmp_path: Path) -> None:
        elsewhere = tmp_path / "elsewhere.py"
        exercise.stub.rename(elsewhere)
        exercise.stub.symlink_to(elsewhere)
        assert run("reset", "e02", "--yes").returncode == 0
        assert exercise.stub.is_symlink()
        assert elsewhere.read_bytes() != MINE
