"""``watch`` at a terminal and without one: saves, keys, DONE, and a terminal that is left as it was."""

from __future__ import annotations

import os
import queue
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader.commands.progress import Progress
from grader.course import Course
from grader.report import Report, Verdict
from grader.saves import Saves
from grader.warm import Judge

from .conftest import ANSWER, STUB
from .terminals import SECONDS, Pipe, Terminal, save

Solve = Callable[..., None]

pytestmark = pytest.mark.skipif(os.name == "nt", reason="there is no pseudo-terminal there")

KEYS = "n next · h hint · l list · q quit · ? help"


def stub(course: Course, code: str, body: str = ANSWER) -> tuple[Path, str]:
    """The path of an exercise's file, and a text to save there."""
    exercise = course.find(code)[0]
    return exercise.stub, STUB.format(code=exercise.code, title=exercise.title, body=body)


class TestAtATerminal:
    @pytest.fixture
    def desk(self, course: Course) -> Iterator[Terminal]:
        """``watch`` on e02, which nobody has begun."""
        with Terminal(course, "watch", "e02") as desk:
            desk.wait_for("e02 · Second plate")
            desk.wait_for(KEYS)
            yield desk

    def test_from_the_stub_to_done_and_on(self, desk: Terminal, course: Course) -> None:
        assert "edit     exercises/t01_plates/e02_second_plate.py" in desk.screen
        save(*stub(course, "e02", "return first - second"))
        assert "Got -1, expected 5." in desk.wait_for(KEYS)
        desk.press("n")
        desk.wait_for("e02 does not pass yet. Press h for a hint, or s to skip it for now.")

        save(*stub(course, "e02"))
        page = desk.wait_for(KEYS)
        assert " DONE   e02 · Second plate   2 of 2 points" in page
        assert "e01 · First plate: press n" in page, "the core path, whose first one was never run"

        path, text = stub(course, "e02")
        save(path, text + "\n")
        assert "e02 · Second plate" in desk.wait_for(KEYS), "it never goes on by itself"

        desk.press("n")
        assert " DONE   e01 · First plate" in desk.wait_for(KEYS)
        desk.press("n")
        page = desk.wait_for(KEYS)
        assert "e04 · Wide glass" in page
        assert "then     save it: this page follows" in page
        save(*stub(course, "e04"))
        assert " DONE   e04 · Wide glass" in desk.wait_for(KEYS)

    def test_hints_come_one_by_one(self, desk: Terminal) -> None:
        desk.press("h")
        page = desk.wait_for(KEYS)
        assert "Hint 1 of 3: what the check looks for" in page
        assert "more     press h again" in page
        desk.press("H")
        page = desk.wait_for(KEYS)
        assert "Hint 2 of 3: where to look" in page
        assert "first + second" not in page
        desk.press("h")
        assert "first + second" in desk.wait_for(KEYS)

    def test_the_list_and_the_keys(self, desk: Terminal) -> None:
        desk.press("l")
        assert "e02  Second plate" in desk.wait_for(KEYS)
        desk.press("?")
        page = desk.wait_for(KEYS)
        assert "q  end this" in page
        assert "s  leave this exercise for later" in page
        desk.press("x\x1b[A")  # what means nothing does nothing
        desk.press("r")
        assert "e02 · Second plate" in desk.wait_for(KEYS)

    def test_skipping_goes_on(self, desk: Terminal, course: Course) -> None:
        desk.press("s")
        desk.wait_for("e02 · Second plate can wait.")
        desk.wait_for("e01 · First plate")
        assert Progress(course).is_skipped(course.find("e02")[0])

    def test_a_syntax_error_is_shown_and_survived(self, desk: Terminal, course: Course) -> None:
        save(*stub(course, "e02", "return first +"))
        page = desk.wait_for(KEYS)
        assert "crashed" in page
        assert "syntax" in page
        save(*stub(course, "e02"))
        assert "DONE" in desk.wait_for(KEYS)

    def test_every_way_of_saving(self, desk: Terminal, course: Course) -> None:
        path, _ = stub(course, "e02")
        path.write_text(stub(course, "e02", "return 11")[1], encoding="utf-8")  # in place
        assert "Got 11, expected 5." in desk.wait_for(KEYS)
        os.rename(path, path.with_suffix(".py~"))  # a backup first, as vim does
        path.write_text(stub(course, "e02", "return 12")[1], encoding="utf-8")
        desk.wait_for("Got 12, expected 5.")
        desk.wait_for(KEYS)
        save(*stub(course, "e02", "return 13"))
        assert "Got 13, expected 5." in desk.wait_for(KEYS)

    def test_a_burst_of_saves_is_one_run(self, desk: Terminal, course: Course) -> None:
        path, _ = stub(course, "e02")
        others = [path.with_name(f"other{number}.tmp") for number in range(20)]
        for number, other in enumerate(others):
            other.write_text(stub(course, "e02", f"return {number + 100}")[1], encoding="utf-8")
        for other in others:
            os.replace(other, path)
        desk.wait_for("Got 119, expected 5.")
        desk.wait_for(KEYS)
        desk.press("?")
        desk.wait_for(KEYS)
        assert desk.everything.count("expected 5.") == 1

    def test_a_file_that_goes_and_comes_back(self, desk: Terminal, course: Course) -> None:
        path, text = stub(course, "e02")
        path.unlink()
        desk.wait_for("The file is gone:")
        desk.wait_for(KEYS)
        path.write_text(text, encoding="utf-8")
        assert "DONE" in desk.wait_for(KEYS)

    def test_a_folder_that_goes_and_comes_back(self, desk: Terminal, course: Course) -> None:
        path, text = stub(course, "e02")
        away = path.parent.with_name("away")
        os.rename(path.parent, away)
        desk.wait_for("The file is gone:")
        os.rename(away, path.parent)
        desk.wait_for(KEYS)
        save(path, text)
        desk.wait_for("DONE")

    def test_a_newer_save_ends_a_run_without_end(self, desk: Terminal, course: Course) -> None:
        save(*stub(course, "e02", "while True: pass"))
        desk.wait_for("Running …")
        save(*stub(course, "e02"))
        assert "too slow" not in desk.wait_for("DONE")

    @pytest.mark.parametrize("ends", ["q", "Q", "\x03", "terminate"])
    def test_the_terminal_is_left_as_it_was(self, desk: Terminal, ends: str) -> None:
        assert not desk.is_as_before, "single keys are read without Enter"
        if ends == "terminate":
            desk.process.send_signal(signal.SIGTERM)
        else:
            desk.press(ends)
        assert desk.ended() == {"\x03": 130, "terminate": 143}.get(ends, 0)
        assert desk.is_as_before
        assert "Traceback" not in desk.everything
        if ends == "q":
            assert "Until next time: you are at e02." in desk.everything

    def test_the_terminal_is_left_as_it_was_after_an_error(self, course: Course) -> None:
        program = (
            "import threading\nfrom grader.faces import keys\npressed = threading.Event()\n"
            "with keys.pressed(lambda key: pressed.set()):\n"
            "    print('ready', flush=True)\n    pressed.wait()\n    raise ValueError('oh dear')"
        )
        with Terminal(course, program=program) as terminal:
            terminal.wait_for("ready")
            assert not terminal.is_as_before
            terminal.press("x")
            terminal.wait_for("oh dear")
            assert terminal.ended() == 1
            assert terminal.is_as_before

    def test_every_page_fits_the_screen(self, course: Course) -> None:
        with Terminal(course, "watch", "e02", rows=14) as desk:
            desk.wait_for(KEYS)
            for key in "lh":
                desk.press(key)
                desk.wait_for(KEYS)
                assert len(desk.screen.splitlines()) <= 14, desk.screen

    def test_a_dumb_terminal_is_never_cleared(self, course: Course) -> None:
        with Terminal(course, "watch", "e02", TERM="dumb") as desk:
            desk.wait_for(KEYS)
            assert b"\x1b" not in desk.raw

    def test_colours_where_they_are_wanted(self, course: Course) -> None:
        with Terminal(course, "watch", "e02", NO_COLOR="") as desk:
            desk.wait_for(KEYS)
            assert b"\x1b[1m" in desk.raw


class TestWithoutATerminal:
    def test_a_page_for_each_save_and_no_keys(self, course: Course) -> None:
        with Pipe(course, "watch", "e02") as watch:
            watch.wait_for("then     save it: this page follows")
            save(*stub(course, "e02", "return 7"))
            watch.wait_for("Got 7, expected 5.")
            save(*stub(course, "e02"))
            watch.wait_for(" DONE   e02")
            watch.wait_for("next     e01 · First plate\n")
            watch.process.send_signal(signal.SIGTERM)
            assert watch.ended() == 143
            assert KEYS not in watch.everything
            assert "\x1b" not in watch.everything

    def test_all_done(self, course: Course, solve: Solve) -> None:
        for code in ("e02", "e03", "e04"):
            solve(code)
        Progress(course).take_path("all")
        with Pipe(course, "look") as look:
            look.wait_for("ALL DONE")
        with Pipe(course, "watch") as watch:
            watch.wait_for("ALL DONE")
            assert watch.ended() == 0


class TestTheWarmJudge:
    @pytest.fixture
    def answers(self) -> queue.Queue[Report]:
        return queue.Queue()

    @pytest.fixture
    def judge(self, course: Course, answers: queue.Queue[Report]) -> Iterator[Judge]:
        judge = Judge(course, answers.put)
        yield judge
        judge.stop()

    def test_every_run_is_a_new_one(
        self, judge: Judge, answers: queue.Queue[Report], course: Course, solve: Solve
    ) -> None:
        exercise = course.find("e02")[0]
        verdicts = []
        for body in ("return 7", ANSWER, "raise SystemExit", ANSWER):
            solve("e02", body)
            judge.ask(exercise)
            verdicts.append(answers.get(timeout=SECONDS).exercises[0].verdict)
        assert verdicts == [Verdict.WRONG_RESULT, Verdict.PASSED, Verdict.CRASHED, Verdict.PASSED]
        exercise.checks.write_text(exercise.checks.read_text().replace("== 5", "== 6"))
        judge.ask(exercise)
        assert answers.get(timeout=SECONDS).exercises[0].verdict is Verdict.WRONG_RESULT, "checks are read anew too"

    def test_one_that_ends_says_so(self, judge: Judge, answers: queue.Queue[Report], course: Course) -> None:
        judge._process.kill()
        judge.ask(course.find("e02")[0])
        report = answers.get(timeout=SECONDS)
        assert report.exercises == ()
        assert report.errors[0].startswith("The process that runs the checks ended: ")

    def test_it_ends_with_the_one_who_asks(self, judge: Judge) -> None:
        assert judge._process.stdin is not None
        judge._process.stdin.close()
        assert judge._process.wait(SECONDS) == 0


def test_saves_are_seen_where_nothing_tells_of_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither with watchfiles missing nor on a drive that never tells."""
    monkeypatch.setitem(__import__("sys").modules, "watchfiles", None)
    path = tmp_path / "stub.py"
    told: queue.Queue[bool] = queue.Queue()
    saves = Saves(path, told.put)
    path.write_text("one")
    assert told.get(timeout=SECONDS)
    path.write_text("two, which is longer")
    assert told.get(timeout=SECONDS)
    path.unlink()
    assert not told.get(timeout=SECONDS)
    saves.stop()
