"""Updates: corrections and new exercises come in, and nothing of a learner's goes."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from grader import commands, stubs
from grader.commands import bringing
from grader.course import Course, CourseError

from .conftest import clone, commit, contents, solve, template

E01, E02, E03, E06 = (
    "exercises/t01_first_calls/e01_say_hello.py",
    "exercises/t01_first_calls/e02_order_a_dish.py",
    "exercises/t01_first_calls/e03_ask_with_parameters.py",
    "exercises/t02_rest_and_json/e06_place_an_order.py",
)
CHECKS = "tests/t01_first_calls/test_e02_order_a_dish.py"
CASSETTE = "cassettes/t01_first_calls/e02_order_a_dish/returns_the_dish.yaml"
LESSON = "exercises/t01_first_calls/README.md"
WORKFLOW = ".github/workflows/order-up.yml"


@pytest.fixture
def learner(course: Course, tmp_path: Path) -> Path:
    """A learner's clone of the first template: e02 solved, something of their own beside it, committed."""
    made = template(course, tmp_path / "template", "e01", "e02", "e03")
    commit(made, first=True)
    root = clone(made, tmp_path / "alice")
    solve(root, course, "e02")
    (root / "exercises" / "notes.py").write_text("mine = True\n")
    (root / "README.md").write_text("My own words\n")
    commit(root)
    return root


@pytest.fixture
def newer(course: Course, learner: Path, tmp_path: Path) -> Path:
    """The template some weeks later: two tasks have new words, something is corrected, renamed, and e06 is released."""
    for place in (E01, E02):
        _append(course.root, place, "# Read the lesson first.\n")
    stubs.write(course)
    for place in (CHECKS, CASSETTE, "grader/check.py"):
        _append(course.root, place, "# corrected\n")
    _append(course.root, LESSON, "One more sentence.\n")
    dated = (course.root / CASSETTE).with_name("dated.yaml")
    shutil.copy(course.root / CASSETTE, dated)
    (course.root / "cassettes/t01_first_calls/e02_order_a_dish/raises_for_an_unknown_dish.yaml").unlink()
    (course.root / "grader" / "faces" / "keys.py").rename(course.root / "grader" / "faces" / "presses.py")
    watch = course.root / "grader" / "commands" / "watch.py"
    watch.write_text(watch.read_text().replace("keys", "presses"))
    commit(course.root)
    return template(course, tmp_path / "template", "e06")


def _append(root: Path, place: str, text: str) -> None:
    with (root / place).open("a", encoding="utf-8") as file:
        file.write(text)


def update(root: Path, source: Path | str, status: int = 0) -> None:
    assert commands.main(["update", f"--from={source}"], str(root)) == status


class TestFromATemplate:
    def test_corrections_and_new_exercises_come(
        self, learner: Path, newer: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        before, wanted = contents(learner), contents(newer)
        capsys.readouterr()
        update(learner, newer)
        after = contents(learner)
        for place in (E01, E03, E06, CHECKS, CASSETTE, LESSON, WORKFLOW, "grader/check.py"):
            assert after[place] == wanted[place]
        assert after[E01] != before[E01]
        for place in (E02, "exercises/notes.py", "README.md"):
            assert after[place] == before[place]
        gone = {place for place in before if place not in after}
        assert gone == {
            "grader/faces/keys.py",
            "cassettes/t01_first_calls/e02_order_a_dish/raises_for_an_unknown_dish.yaml",
        }
        assert set(after) - set(before) - set(wanted) == set()
        said = capsys.readouterr().out
        assert "New exercises: e06\n" in said
        assert f"Its task has changed, and yours is kept: {E02}\n  the new one is .order-up/new/{E02}" in said
        assert (learner / ".order-up" / "new" / E02).read_bytes() == wanted[E02]
        assert E01 not in said  # it was untouched: there is nothing to tell

    def test_the_list_of_stubs_stays_true(self, learner: Path, newer: Path, course: Course) -> None:
        old = stubs.shipped(learner)
        update(learner, newer)
        mine = Course(learner)
        assert [one.code for one in mine.exercises if stubs.is_untouched(one)] == ["e01", "e03", "e06"]
        key = E02.partition("/")[2]
        assert stubs.shipped(learner)[key] == old[key]

    def test_a_second_time_nothing_changes(
        self, learner: Path, newer: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        update(learner, newer)
        times = {path: path.stat().st_mtime_ns for path in learner.rglob("*") if path.is_file()}
        capsys.readouterr()
        update(learner, newer)
        assert capsys.readouterr().out == "Everything is as it is there: nothing to bring.\n"
        assert {path: path.stat().st_mtime_ns for path in learner.rglob("*") if path.is_file()} == times

    def test_after_a_reset_the_new_task_comes(self, learner: Path, newer: Path) -> None:
        update(learner, newer)
        commit(learner)
        assert commands.main(["reset", "e02", "--yes"], str(learner)) == 0
        update(learner, newer)
        assert (learner / E02).read_bytes() == (newer / E02).read_bytes()

    def test_an_older_template_takes_nothing_away(self, learner: Path, newer: Path, tmp_path: Path) -> None:
        update(learner, newer)
        older = template(Course(tmp_path / "order-up"), tmp_path / "older", "e01")
        update(learner, older)
        assert {one.code for one in Course(learner).exercises} == {"e01", "e02", "e03", "e06"}
        assert (learner / E06).exists()

    def test_checks_that_the_learner_changed_are_corrected_and_kept(self, learner: Path, newer: Path) -> None:
        (learner / CHECKS).write_text("# no more checks\n")
        update(learner, newer)
        assert (learner / CHECKS).read_bytes() == (newer / CHECKS).read_bytes()
        assert (learner / ".order-up" / "backups" / CHECKS).read_text() == "# no more checks\n"

    def test_interrupted_anywhere_it_can_be_run_again(
        self, learner: Path, newer: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        written = self._interrupting(monkeypatch, stop_at=0)
        shutil.copytree(learner, tmp_path / "whole")
        update(tmp_path / "whole", newer)
        wanted, count = contents(tmp_path / "whole"), len(written)
        assert count > 10
        for stop_at in (1, 2, count // 2, count - 1, count):
            root = tmp_path / f"stopped-{stop_at}"
            shutil.copytree(learner, root)
            self._interrupting(monkeypatch, stop_at=stop_at)
            with pytest.raises(_PowerCut):
                update(root, newer)
            monkeypatch.undo()
            assert contents(root) != wanted
            update(root, newer)
            assert contents(root) == wanted

    def _interrupting(self, monkeypatch: pytest.MonkeyPatch, *, stop_at: int) -> list[Path]:
        """Have the power cut before the n-th file is put in its place."""
        written: list[Path] = []
        real: Callable[[Path, Path], None] = bringing.os.replace

        def replace(made: Path, path: Path) -> None:
            written.append(path)
            if len(written) == stop_at:
                raise _PowerCut
            real(made, path)

        monkeypatch.setattr(bringing.os, "replace", replace)
        return written


class _PowerCut(BaseException):
    pass


class TestFromTheCourse:
    def test_corrections_come_and_nothing_is_released(self, learner: Path, newer: Path, course: Course) -> None:
        settings = {place: (learner / place).read_bytes() for place in (WORKFLOW, "README.md", ".vscode/settings.json")}
        (course.root / ".vscode" / "settings.json").write_text("{}\n")
        update(learner, course.root)
        for place in (CHECKS, CASSETTE, LESSON, E01):
            assert (learner / place).read_bytes() == (course.root / place).read_bytes()
        assert {one.code for one in Course(learner).exercises} == {"e01", "e02", "e03"}
        assert {place: (learner / place).read_bytes() for place in settings} == settings
        assert not (learner / "solutions").exists()

    def test_where_everything_is_released_what_is_new_comes(self, course: Course, tmp_path: Path) -> None:
        checks, stub = course.find("e06")[0].checks, course.find("e06")[0].stub
        kept = checks.read_bytes()
        checks.unlink()
        made = template(course, tmp_path / "template")
        assert not (made / E06).exists()
        checks.write_bytes(kept)
        update(made, course.root)
        assert (made / E06).read_bytes() == stub.read_bytes()

    def test_the_reason_is_told_when_it_cannot_make_a_copy(
        self, learner: Path, course: Course, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (course.root / "LICENSE").unlink()
        (course.root / "LICENSE").mkdir()
        update(learner, course.root, status=2)
        assert "can't make a learner's copy: " in capsys.readouterr().err


class TestWrongUse:
    def test_a_classmates_solved_copy_is_no_template(
        self, learner: Path, course: Course, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        mine = clone(tmp_path / "template", tmp_path / "bob")
        before = contents(mine)
        update(mine, learner, status=2)
        assert "is no fresh template: exercises/t01_first_calls/e02" in capsys.readouterr().err
        assert contents(mine) == before

    def test_in_a_sentence(
        self, learner: Path, course: Course, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (tmp_path / "empty").mkdir()
        for root, source, sentence in (
            (course.root, learner, "`git pull` brings it up to date"),
            (learner, "https://example.org/order-up", "`git clone` it into a folder first"),
            (learner, tmp_path / "nowhere", "There is no folder"),
            (learner, learner, "names this very folder"),
            (learner, tmp_path / "empty", "holds neither a template nor a course"),
        ):
            update(root, source, status=2)
            said = capsys.readouterr().err
            assert sentence in said
            assert said.count("\n") == 1
        assert commands.main(["update"], str(learner)) == 2

    def test_nothing_is_written_outside(self, learner: Path, newer: Path, tmp_path: Path) -> None:
        (tmp_path / "elsewhere").mkdir()
        shutil.rmtree(learner / "cassettes")
        (learner / "cassettes").symlink_to(tmp_path / "elsewhere")
        update(learner, newer, status=2)
        assert list((tmp_path / "elsewhere").iterdir()) == []
        note = bringing.read_note(newer)
        assert note is not None
        with pytest.raises(CourseError, match="leads out of"):
            bringing.bring({"../outside.py": b"", bringing.SHIPPED: b""}, note, learner)
