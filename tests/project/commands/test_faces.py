"""The faces of a report: a terminal page, JSON and JUnit XML."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from grader.course import Course, CourseError
from grader.faces import as_json, files, junit, screen, terminal
from grader.faces.problem import line_of, problem
from grader.faces.text import clean, cut, cut_middle, share, width, wrap
from grader.report import Problem, Report, Verdict

from .conftest import NASTY, a_check, a_report, a_result

FAILED = [verdict for verdict in Verdict if verdict is not Verdict.PASSED]
LONG = "a very long word and " * 30


def page_of(report: Report, course: Course, **options: object) -> list[str]:
    settings = {"named": False, "next_up": None, **options}
    return [screen.plain(line) for line in terminal.page(report, course, **settings)]  # type: ignore[arg-type]


class TestTheOverview:
    @pytest.fixture
    def fresh(self, course: Course) -> Report:
        first, *others = (exercise.code for exercise in course.exercises)
        untouched = [a_result(course, code, Verdict.NOT_STARTED, a_check(Verdict.NOT_STARTED)) for code in others]
        return a_report(a_result(course, first, Verdict.PASSED, a_check(Verdict.PASSED)), *untouched)

    def test_folds_what_is_untouched_and_ends_with_the_next_step(self, fresh: Report, course: Course) -> None:
        lines = page_of(fresh, course, next_up=course.exercises[1])
        assert "not started" in lines[3]
        assert lines[3].startswith("t02  Counting glasses")
        assert not [line for line in lines if "e03" in line or "e04" in line]
        assert lines[-2:] == [
            "  edit     exercises/t01_plates/e02_second_plate.py",
            f"  then     {terminal.how_to('test', 'e02')}",
        ]

    def test_fits_one_screen_with_a_whole_course(self, course: Course) -> None:
        topics = [f"t{number:02}_topic" for number in range(1, 12)]
        for number in range(54):
            topic = topics[number * len(topics) // 54]
            path = course.root / "tests" / topic / f"test_e{number + 1:02}_something.py"
            path.parent.mkdir(exist_ok=True)
            path.write_text(f"DIFFICULTY = {1 if number else 0}\nCORE = True\n")
        for path in course.root.glob("tests/t0[12]_[pg]l*/*.py"):
            path.unlink()
        whole = Course(course.root)
        assert len(whole.exercises) == 54
        verdicts = [Verdict.PASSED, *[Verdict.NOT_STARTED] * 53]
        results = [a_result(whole, one.code, verdict) for one, verdict in zip(whole.exercises, verdicts, strict=True)]
        assert len(page_of(a_report(*results), whole, next_up=whole.exercises[1])) <= 22

    def test_says_what_make_means_only_when_make_is_there(
        self, fresh: Report, course: Course, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("MAKELEVEL", raising=False)
        assert "Error 1" not in "\n".join(page_of(fresh, course))
        monkeypatch.setenv("MAKELEVEL", "1")
        page = page_of(fresh, course, next_up=course.exercises[1])
        assert "Error 1" in page[-1]
        assert "  then     make test EX=e02" in page
        everything = a_report(*(a_result(course, one.code, Verdict.PASSED) for one in course.exercises))
        assert "Error 1" not in "\n".join(page_of(everything, course))

    def test_says_first_what_went_wrong_with_the_run(self, fresh: Report, course: Course) -> None:
        broken = a_report(*fresh.exercises, errors=("tests/t01_plates can't be loaded: no such module",))
        assert page_of(broken, course)[0] == "The run went wrong: tests/t01_plates can't be loaded: no such module"


class TestAnExercise:
    @pytest.mark.parametrize("verdict", FAILED)
    @pytest.mark.parametrize("size", [0, 1, 2, 3, 5, 40])
    @pytest.mark.parametrize("text", ["short", LONG, NASTY, f"{NASTY}\n" * 20, "寿司" * 90], ids=range(5))
    def test_the_problem_has_at_most_twelve_lines_of_eighty_columns(
        self, course: Course, verdict: Verdict, size: int, text: str
    ) -> None:
        check = a_check(verdict, size=size, text=text)
        result = a_result(course, "e02", verdict, check)
        lines = [screen.plain(line) for line in problem(result, check, course.root, 80)]
        assert 2 <= len(lines) <= 12
        assert max(map(width, lines)) <= 80
        assert "\n" not in "".join(lines)
        assert lines[-1].endswith(terminal.how_to("hint", "e02"))

    def test_says_what_was_done_wrong_then_what_the_task_says_then_what_happened(self, course: Course) -> None:
        check = a_check(text="six", size=1)
        lines = page_of(a_report(a_result(course, "e02", Verdict.WRONG_RESULT, check)), course, named=True)
        assert lines[3] == "  ✗ wrong result   0 of 2  Returns the sum, not six."
        assert lines[5:] == [
            "  The answer is six.",
            "  e02_second_plate.py:3 says “the sum of both numbers is returned”",
            "  detail 0: six",
            "  sent     GET https://bistro.test/menu?text=six → 404 six",
            "  printed  six",
            "  at       line 1, in add: return six",
            f"  hint     {terminal.how_to('hint', 'e02')}",
        ]

    def test_a_request_that_was_told_already_is_not_told_again(self, course: Course) -> None:
        check = a_check(size=1, problem=Problem("It differs.", ("sent  GET https://bistro.test/menu?text=something",)))
        lines = "\n".join(page_of(a_report(a_result(course, "e02", check.verdict, check)), course, named=True))
        assert lines.count("https://bistro.test/menu?text=something") == 1

    def test_a_check_without_points_shows_none(self, course: Course) -> None:
        check = a_check(Verdict.PASSED, points=0, earned=0)
        lines = page_of(a_report(a_result(course, "e02", Verdict.PASSED, check)), course, named=True)
        assert lines[3] == "  ✓ passed                 Returns the sum, not something."

    def test_every_section_gets_a_line_before_one_gets_all(self, course: Course) -> None:
        check = a_check(size=40)
        lines = "\n".join(page_of(a_report(a_result(course, "e02", check.verdict, check)), course, named=True))
        assert all(
            word in lines for word in ("detail 0", "  sent     ", "  printed  ", "  at       line ", "more lines")
        )
        assert "line 40" in lines, "the innermost frame is the one that counts"
        assert "40. GET" in lines, "the last request is the one that counts"

    def test_a_check_without_a_problem_of_its_own_has_a_sentence(self, course: Course) -> None:
        for verdict in FAILED:
            check = a_check(verdict, size=0, problem=None, hint=())
            lines = problem(a_result(course, "e02", verdict, check), check, course.root, 80)
            text = " ".join(screen.plain(line).strip() for line in lines)
            assert re.fullmatch(r"[A-Z][^.]+\. e02_second_plate\.py:3 says “[^”]+”", text)

    def test_done_is_loud_and_says_where_to_go(self, course: Course) -> None:
        result = a_result(course, "e02", Verdict.PASSED, a_check(Verdict.PASSED))
        lines = page_of(a_report(result), course, named=True, next_up=course.exercises[3])
        assert lines[5:] == [
            " DONE   e02 · Second plate   2 of 2 points",
            "  compare  solutions/t01_plates/e02_second_plate.py",
            "  next     e04 · Wide glass",
            "  edit     exercises/t02_glasses/e04_wide_glass.py",
            f"  then     {terminal.how_to('test', 'e04')}",
        ]

    def test_nothing_foreign_reaches_the_terminal(self, course: Course) -> None:
        check = a_check(text=NASTY)
        page = "\n".join(page_of(a_report(a_result(course, "e02", check.verdict, check)), course, named=True))
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", page)
        assert "red" in page
        assert "title" not in page.replace("Returns the sum", "")


class TestTheScreen:
    def shown(self, course: Course, encoding: str, *, terminal_there: bool = False) -> str:
        buffer = io.BytesIO()
        stream = io.TextIOWrapper(buffer, encoding=encoding, errors="strict")
        stream.isatty = lambda: terminal_there  # type: ignore[method-assign]
        check = a_check(text=NASTY)
        report = a_report(a_result(course, "e02", check.verdict, check))
        screen.show(terminal.page(report, course, named=True, next_up=None, room=screen.columns(stream)), stream)
        stream.flush()
        return buffer.getvalue().decode(encoding)

    def test_is_plain_when_nobody_wants_colours(self, course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("NO_COLOR", raising=False)
        monkeypatch.setenv("TERM", "xterm-256color")
        assert "\x1b[" in self.shown(course, "utf-8", terminal_there=True)
        assert "\x1b" not in self.shown(course, "utf-8")
        monkeypatch.setenv("NO_COLOR", "1")
        assert "\x1b" not in self.shown(course, "utf-8", terminal_there=True)
        monkeypatch.delenv("NO_COLOR")
        monkeypatch.setenv("TERM", "dumb")
        assert "\x1b" not in self.shown(course, "utf-8", terminal_there=True)

    def test_colours_change_no_word(self, course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("NO_COLOR", raising=False)
        monkeypatch.setenv("TERM", "xterm-256color")
        coloured = re.sub(r"\x1b\[[0-9;]*m", "", self.shown(course, "utf-8", terminal_there=True))
        assert [line.rstrip() for line in coloured.splitlines()] == self.shown(course, "utf-8").splitlines()

    def test_is_ascii_where_the_console_knows_no_more(self, course: Course) -> None:
        page = self.shown(course, "ascii")
        assert page.isascii()
        assert "x wrong result" in page
        assert 'says "the sum of both' in page
        assert "cr\\xe8me" in page
        assert max(map(len, page.splitlines())) <= 80


class TestText:
    @pytest.mark.parametrize(
        ("text", "cleaned"),
        [
            ("\x1b[1;31mred\x1b[0m", "red"),
            ("\x1b]8;;https://x.test\x1b\\link\x1b]8;;\x07", "link"),
            ("\x1b(Bplain\x1b=", "plain"),
            ("one\r\ntwo\rthree\n", "one\ntwo\nthree\n"),
            ("a\tb", "a   b"),
            ("nul\x00 \x9b31m \u202e \udcff", "nul\ufffd \ufffd31m \ufffd \ufffd"),
            ("crème 寿司 🍣", "crème 寿司 🍣"),
        ],
    )
    def test_clean(self, text: str, cleaned: str) -> None:
        assert clean(text) == cleaned

    def test_cut_counts_columns_not_characters(self) -> None:
        assert cut("寿司寿司", 5) == "寿司…"
        assert cut("exact", 5) == "exact"
        assert cut("longer", 5) == "long…"
        assert cut_middle("https://bistro.test/menu/soup?limit=3", 24) == "https://bistro.…?limit=3"

    def test_wrap_never_makes_a_line_too_many(self) -> None:
        assert wrap("one two three four", 9, 3) == ["one two", "three", "four"]
        assert wrap("one two three four", 9, 2) == ["one two", "three fo…"]
        assert wrap("x" * 30, 9, 2) == ["xxxxxxxx…"]
        assert wrap("", 9, 2) == []

    def test_share_gives_each_one_before_it_gives_one_more(self) -> None:
        assert share((5, 1, 2), 5) == [2, 1, 2]
        assert share((5, 1, 2), 100) == [5, 1, 2]
        assert share((5, 5, 5), 2) == [1, 1, 0]
        assert share((1, 1), -1) == [0, 0]

    def test_line_of_a_phrase_that_is_broken_over_lines(self, tmp_path: Path) -> None:
        path = tmp_path / "stub.py"
        path.write_text('"""Title.\n\nReturn the sum\n   of both numbers.\n"""\n')
        assert line_of("the sum of both", path) == 3
        assert line_of("of both", path) == 4
        assert line_of("not there", path) is None
        assert line_of("the sum", tmp_path / "missing.py") is None


class TestJson:
    def test_is_the_report(self, course: Course) -> None:
        report = a_report(a_result(course, "e02", Verdict.WRONG_RESULT, a_check(text=NASTY)))
        encoded = as_json.encode(report)
        assert Report.from_json(json.loads(encoded)) == report
        assert "crème".encode() in encoded


class TestJUnit:
    def test_is_valid_whatever_the_text(self, course: Course) -> None:
        checks = [a_check(verdict, text=NASTY, name=verdict.name) for verdict in Verdict]
        results = [a_result(course, one.code, Verdict.CRASHED, *checks) for one in course.exercises]
        root = ElementTree.fromstring(junit.encode(a_report(*results, errors=(NASTY,))))
        assert [suite.get("name") for suite in root] == [one.stem for one in course.exercises] + ["order-up"]
        assert root.get("tests") == str(4 * len(Verdict) + 1)
        assert root.get("errors") == "5"
        assert root.get("failures") == str(4 * (len(Verdict) - 2))
        case = next(case for case in root.iter("testcase") if case.get("name") == "CRASHED")
        assert case.get("classname") == "e01_first_plate"
        failure = case.find("failure")
        assert failure is not None
        assert failure.get("type") == "crashed"
        assert (failure.get("message") or "").startswith("The answer is red")

    def test_points_are_properties_and_an_extra_check_fails_nothing(self, course: Course) -> None:
        passed, extra = a_check(Verdict.PASSED), a_check(Verdict.WRONG_RESULT, extra=True, name="extra")
        root = ElementTree.fromstring(junit.encode(a_report(a_result(course, "e02", Verdict.PASSED, passed, extra))))
        suite = root[0]
        points = [(one.get("name"), one.get("value")) for one in suite.findall("properties/property")]
        assert points == [("points", "2"), ("earned", "2")]
        assert (suite.get("failures"), suite.get("skipped"), root.get("failures")) == ("0", "1", "0")

    def test_an_exercise_without_a_verdict_is_an_error(self, course: Course) -> None:
        root = ElementTree.fromstring(junit.encode(a_report(a_result(course, "e02", Verdict.NOT_RECORDED))))
        assert root.get("errors") == "1"


class TestFiles:
    def test_is_there_whole_or_not_at_all(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = tmp_path / "report.json"
        files.write(path, b"first")

        def disturbed(*_: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("os.replace", disturbed)
        with pytest.raises(CourseError, match="no space left on device"):
            files.write(path, b"second")
        assert path.read_bytes() == b"first"
        assert list(tmp_path.iterdir()) == [path], "nothing half-written stays behind"

    @pytest.mark.parametrize("name", [".", "missing/report.json"])
    def test_says_in_a_sentence_that_it_cannot_be_written(self, tmp_path: Path, name: str) -> None:
        with pytest.raises(CourseError, match=r"^The report could not be written to .*\.$"):
            files.write(tmp_path / name, b"")
