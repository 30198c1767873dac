"""``next``, ``skip``, ``list``, ``lesson`` and ``style``, and what is said at the end of a topic and of everything."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.commands import style
from grader.commands.progress import Progress
from grader.commands.style import RULES, WORDS, advice, advise
from grader.course import Course
from grader.faces import endings
from grader.faces.calling import how_to
from grader.faces.screen import plain
from grader.faces.text import width

from .conftest import ROOT, Runner
from .terminals import Terminal

Solve = Callable[..., None]

ABILITIES = """
## What you can do now

- Count **plates**, a
  hundred of them.
- Add `two` numbers.
- Wash up.
- Go home.

## The exercises

- not this
"""


class TestNext:
    def test_walks_the_core_path(self, run: Runner, solve: Solve) -> None:
        page = run("next").stdout
        assert page.startswith(" DONE   e01 · First plate\n")
        assert "\ne02 · Second plate\nThe kitchen counts its plates: the sum of both numbers is returned.\n" in page
        assert "  edit     exercises/t01_plates/e02_second_plate.py\n" in page
        assert page.endswith("1 of 4 exercises done. You are on the core path.\n")
        solve("e02")
        assert "\ne04 · Wide glass\n" in run("next").stdout
        solve("e04")
        page = run("next").stdout
        assert "\ne03 · Tall glass\n" in page
        assert page.endswith("This one lies beside the core path.\n")
        solve("e03")
        assert " ALL DONE " in run("next").stdout
        assert " ALL DONE " in run("next").stdout

    def test_stays_while_the_current_one_does_not_pass(self, run: Runner, solve: Solve) -> None:
        run("look")
        solve("e02", "return 7")
        page = run("next").stdout
        assert page.startswith("e02 · Second plate does not pass yet.\n")
        assert how_to("skip", "e02") in page

    def test_the_whole_path_is_remembered(self, run: Runner, solve: Solve) -> None:
        assert "You take all exercises in their order." in run("next", ORDER_UP_PATH_="all").stdout
        solve("e02")
        assert "\ne03 · Tall glass\n" in run("next").stdout
        assert "All exercises come in their order." in run("list").stdout
        assert run("next", "--path", "core").stdout.startswith("e04 · Wide glass\n")

    def test_there_are_two_paths(self, run: Runner) -> None:
        done = run("next", "--path", "short")
        assert (done.returncode, done.stderr) == (2, "There is no path “short”. There are two: core and all.\n")

    def test_one_that_is_named_is_the_current_one_until_it_passes(self, run: Runner, solve: Solve) -> None:
        run("look")
        assert run("next", "e03").stdout.startswith("e03 · Tall glass\n")
        assert "e03 · Tall glass" in run("look").stdout
        assert "you are here" in run("list", "e03").stdout
        solve("e03")
        assert "e02 · Second plate" in run("look").stdout


class TestSkip:
    def test_it_comes_back_after_the_others(self, run: Runner, solve: Solve) -> None:
        run("look")
        page = run("skip").stdout
        assert page.startswith("e02 · Second plate can wait.\n  It comes back when the others are done.\n")
        assert how_to("next", "e02") in page
        assert "\ne04 · Wide glass\n" in page
        assert "skipped" in run("list", "e02").stdout
        solve("e03")
        solve("e04")
        run("look")
        assert "e02 · Second plate  not started" in run("look").stdout

    def test_it_comes_back_when_it_is_asked_for(self, run: Runner, course: Course) -> None:
        run("look")
        run("skip")
        run("next", "e02")
        assert not Progress(course).is_skipped(course.find("e02")[0])
        assert "e02 · Second plate" in run("look").stdout

    def test_what_passes_and_what_is_left_alone(self, run: Runner, solve: Solve) -> None:
        run("look")
        assert run("skip", "e01").stdout == "e01 passes already: there is nothing to skip.\n"
        for code in ("e03", "e04"):
            solve(code)
            run("test", code)
        assert "the only one that is left" in run("skip").stdout


@pytest.mark.parametrize("command", ["next", "skip", "watch", "hint", "lesson", "style", "list"])
def test_an_empty_copy_is_told(run: Runner, course: Course, command: str) -> None:
    for path in course.root.glob("tests/*/*.py"):
        path.unlink()
    done = run(command)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("There are no exercises below ")


def test_the_list_fits_80_columns_whatever_the_titles(run: Runner, course: Course) -> None:
    for exercise in course.exercises:
        exercise.stub.write_text(f'"""{exercise.code} · {"A very long title " * 9}寿司"""\n', encoding="utf-8")
        exercise.topic.lesson.write_text(f"# t01 · {'A very long lesson ' * 9}\n")
    lines = run("list").stdout.splitlines()
    assert max(map(width, lines)) <= 80
    assert "0 of 4 exercises done, 0 of 6 points." in lines
    assert "On the core path 0 of 3." in lines


class TestLesson:
    def test_plain_text_where_there_is_no_terminal(self, run: Runner, course: Course) -> None:
        text = "# t02 · Counting glasses\n\n**One** glass, `two` glasses.\n"
        course.find("e03")[0].topic.lesson.write_text(text)
        assert run("lesson", "e03").stdout == text
        assert run("lesson", "t02").stdout == text
        assert run("lesson").stdout == "# t01 · Counting plates\n", "the topic that the learner is at"

    def test_only_one_at_a_time(self, run: Runner) -> None:
        done = run("lesson", "e01 e04")
        assert (done.returncode, done.stderr) == (2, "These are 2 lessons; one at a time: t01, say.\n")

    def test_one_that_is_missing(self, run: Runner, course: Course) -> None:
        course.exercises[0].topic.lesson.unlink()
        done = run("lesson")
        assert (done.returncode, done.stderr) == (
            2,
            "t01 has no lesson page: exercises/t01_plates/README.md is missing.\n",
        )

    @pytest.mark.skipif(os.name == "nt", reason="there is no pseudo-terminal there")
    def test_a_page_at_a_terminal(self, course: Course) -> None:
        course.exercises[0].topic.lesson.write_text(
            "# t01 · Plates\n\nSome **bold** words.\n\n```\na   drawing\n```\n\n" + "A line.\n\n" * 2
        )
        with Terminal(course, "lesson", "t01", NO_COLOR="") as page:
            page.wait_for("Some bold words.")
            page.wait_for("  a   drawing")
            assert page.ended() == 0
            assert b"\x1b[1mbold\x1b[0m" in page.raw
            assert b"\x1b[4" not in page.raw.replace(b"\x1b[49m", b""), "no paper of our own"

    @pytest.mark.skipif(os.name == "nt", reason="there is no pseudo-terminal there")
    def test_a_long_one_goes_to_the_pager(self, course: Course) -> None:
        course.exercises[0].topic.lesson.write_text("# t01 · Plates\n\n" + "A line.\n\n" * 50)
        with Terminal(course, "lesson", "t01", PAGER="sed s/line/plate/") as page:
            page.wait_for("A plate.")
            assert page.ended() == 0


class TestStyle:
    def test_in_words_with_the_line(self, run: Runner, solve: Solve) -> None:
        solve("e02", "import json\n    if first == None:\n        return 0\n    return first + second")
        page = run("style", "e02").stdout
        assert "  line 10  import json\n           `json` is imported and never used: delete the import.\n" in page
        assert "Compare with None by `is None`" in page
        assert "points" in page

    def test_nothing_to_say(self, run: Runner, solve: Solve) -> None:
        solve("e02")
        assert "Nothing to say: it reads well." in run("style", "e02").stdout

    def test_in_three_lines_after_done(self, run: Runner, solve: Solve) -> None:
        solve("e02", "a = 1\n    b = 2\n    c = 3\n    d = 4\n    return first + second")
        done = run("test", "e02")
        assert done.returncode == 0, "advice costs nothing"
        page = done.stdout
        assert "  style    line 10: `a` is set and never used: delete it, or use it.\n           line 11: " in page
        assert f"           2 more: {how_to('style', 'e02')}\n" in page
        assert "line 12" not in page
        solve("e02", "try:\n        a = 1\n    except:\n        return 0\n    return first + second")
        page = " ".join(run("test", "e02").stdout.split())
        assert "line 12: A bare `except:` catches Ctrl-C and typing errors too: name the exception that you" in page
        assert "more: " not in page, "a long sentence takes two lines, and comes whole"

    def test_not_before_it_passes(self, run: Runner, solve: Solve) -> None:
        solve("e02", "a = 1\n    return first - second")
        assert "never used" not in run("test", "e02").stdout

    def test_a_syntax_error_is_told(self, tmp_path: Path) -> None:
        path = tmp_path / "broken.py"
        path.write_text("def f(:\n")
        found = advice(path)
        assert found
        assert found[0].line == 1

    def test_without_ruff(self, run: Runner, course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(style.sys, "executable", str(course.root / "nothing"))
        assert advice(course.exercises[0].stub) is None
        assert style.briefly(course.exercises[0], 80) == []

    def test_every_rule_is_one_that_ruff_knows(self, tmp_path: Path) -> None:
        path = tmp_path / "empty.py"
        path.touch()
        assert advice(path) == []
        assert set(WORDS) < set(RULES)
        assert all(words.format(name="x").endswith(".") for words in WORDS.values())

    def test_good_answers_get_no_advice(self) -> None:
        """But where a tool of an agent may fail in any way: there nobody is told to catch less."""
        exercises = {one.code: one for one in Course(ROOT).exercises if one.solution.exists()}
        told = {code: advice(one.solution) for code, one in exercises.items()}
        texts = {code: {one.text for one in found} for code, found in told.items() if found}
        assert texts == {code: {WORDS["BLE001"]} for code in ("e45", "e46", "e47", "e54")}
        for code in texts:
            found = advise(exercises[code])
            assert found is not None
            assert WORDS["BLE001"] not in {one.text for one in found}


class TestTheEnd:
    def test_of_a_topic_is_what_one_can_do_now(self, run: Runner, solve: Solve, course: Course) -> None:
        lesson = course.exercises[0].topic.lesson
        lesson.write_text(lesson.read_text() + ABILITIES)
        run("test", "e01")
        solve("e02")
        page = run("test", "e02").stdout
        assert "t01 · Counting plates is done. You can now:\n" in page
        assert "  - Count plates, a hundred of them.\n  - Add two numbers.\n  - Wash up.\n" in page
        assert "Go home" not in page
        assert page.index("is done. You can now:") < page.index("next     e04")
        assert "You can now" not in run("test", "e02").stdout, "it is said once"

    def test_of_a_core_path_says_so(self, run: Runner, solve: Solve) -> None:
        solve("e04")
        assert "The core of t02 · Counting glasses is done.\n" in run("test", "e04").stdout
        solve("e03")
        assert "\nt02 · Counting glasses is done.\n" in run("test", "e03").stdout

    def test_of_everything_is_three_projects(self, run: Runner, solve: Solve) -> None:
        for code in ("e02", "e03", "e04"):
            solve(code)
        run("test", "e01 e02 e03")
        page = run("test", "e04").stdout
        assert " ALL DONE   all 4 exercises pass: 6 of 6 points. Well cooked!" in page
        assert all(f"\n  {number}. " in page for number in (1, 2, 3))
        assert how_to("live", "e04") in page

    @pytest.mark.parametrize("room", [40, 60, 80])
    def test_it_fits(self, course: Course, room: int) -> None:
        lines = [plain(line) for line in endings.everything(course, room)]
        assert max(map(width, lines)) <= room

    def test_lessons_say_what_one_can_do(self) -> None:
        """Each lesson page has the section, with two or three items."""
        found = {topic.name: len(endings.abilities(topic)) for topic in Course(ROOT).topics if topic.lesson.exists()}
        assert found
        assert {name: count for name, count in found.items() if count not in (2, 3)} == {}
