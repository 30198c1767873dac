"""What the class page says, before any browser sees it."""

from __future__ import annotations

import base64
import hashlib
import html
import re

import pytest

from grader.commands import class_pictures
from grader.commands.class_sample import sample
from grader.course import Course
from grader.gradebook import Column, CommonMistake, Gradebook, Mark, Row
from grader.pages import chart, class_page, overview

COLUMNS = tuple(Column(f"e0{n}_x", f"e0{n}", f"Exercise {n}", "t01_first_calls", 4, True) for n in (1, 2, 3))


def one(verdict: str = "passed", earned: float = 4.0, **more: object) -> Mark:
    return Mark("e01_x", verdict, earned, **more)  # type: ignore[arg-type]


class TestCells:
    @pytest.mark.parametrize(
        ("mark", "kind", "text", "title"),
        [
            (one(), "all", "✓ 4", "passed"),
            (one("wrong request", 2.0), "much", "✗ 2", "wrong request"),
            (one("wrong result", 1.0), "some", "✗ 1", "wrong result"),
            (one("crashed", 0.0), "none", "! 0", "crashed"),
            (one("too slow", 0.0), "none", "… 0", "too slow"),
            (one("not started", 0.0), "idle", "·", "not started"),
            (one("missing", 0.0), "gone", "–", "not handed in"),
            (one("not recorded", 0.0), "lost", "? 0", "not recorded"),
            (one("crashed", 2.5, adjustment=1.5, reason="Oh."), "much", "! 2.5*", "crashed; adjusted by +1.5: Oh."),
            (one("missing", 3.0, adjustment=3.0, reason="Oh."), "much", "– 3*", "not handed in; adjusted by +3: Oh."),
            (one("crashed", 0.0, only_public=True), "none", "! 0†", "crashed; passes on the public recordings only"),
        ],
    )  # fmt: skip
    def test_each_says_how_it_went_without_its_colour(self, mark: Mark, kind: str, text: str, title: str) -> None:
        first, second, _ = overview.cells(Row("ada", marks=(mark,)), Gradebook("", 1.0, COLUMNS, ()))
        assert first == overview.Cell(kind, text, title)
        assert second.text == "–", "what has no mark was not handed in"

    def test_every_verdict_has_a_glyph_that_the_legend_explains(self) -> None:
        from grader.report import Verdict

        assert set(overview.GLYPHS) == {*Verdict, "missing"}
        assert set(overview.GLYPHS.values()) == {glyph for glyph, _ in overview.LEGEND}


class TestHardest:
    def test_the_smallest_share_of_the_points_comes_first(self) -> None:
        rows = [
            Row(
                "ada",
                marks=(Mark("e01_x", "passed", 4.0), Mark("e02_x", "crashed", 1.0), Mark("e03_x", "missing", 0.0)),
            ),
            Row(
                "ben", marks=(Mark("e01_x", "passed", 4.0), Mark("e02_x", "passed", 4.0), Mark("e03_x", "passed", 4.0))
            ),
        ]
        found = overview.hardest(Gradebook("", 1.0, COLUMNS, tuple(rows)), rows)
        assert [(one.code, one.share, one.passed, one.begun) for one in found] == [
            ("e03", 0.5, 1, 1),
            ("e02", 0.625, 1, 2),
            ("e01", 1.0, 2, 2),
        ]


class TestDistribution:
    def test_full_marks_belong_to_the_last_tenth(self) -> None:
        assert [part.count for part in chart.bins([0.0, 1.99, 2.0, 19.9, 20.0], 20.0)] == [2, 1, 0, 0, 0, 0, 0, 0, 0, 2]

    @pytest.mark.parametrize(
        ("scores", "words"),
        [
            ([], "Nobody has a score yet."),
            ([3.5], "One learner has a score: 3.5 of 20."),
            ([0.0, 10.0, 20.0], "Half of them have 10 or more; the middle half lies between 5 and 15."),
        ],
    )
    def test_in_words(self, scores: list[float], words: str) -> None:
        assert words in overview.spread(scores, 20.0)

    def test_the_drawing_is_the_same_each_time_and_brings_nothing_along(self) -> None:
        parts = chart.bins([1.0, 1.0, 20.0], 20.0)
        drawn = chart.drawing(parts, 'a "label" <b>')
        assert drawn == chart.drawing(parts, 'a "label" <b>')
        assert 'role="img" aria-label="a &quot;label&quot; &lt;b&gt;"' in drawn
        assert not re.search(r"<(script|style|title|desc|defs)|style=|http|@import|font", drawn)
        assert re.findall(r'class="value">(\d+)<', drawn) == ["2", "1"]


class TestPage:
    def test_mistakes_in_words_with_their_lesson_and_learners(self, book: Gradebook) -> None:
        page = html.unescape(class_page(book, course="../course/").decode())
        first = book.mistakes[0]
        graded = sum(row.state == "graded" for row in book.rows)
        assert f"<b>{len(first.learners)} of {graded}</b> {first.words}" in page
        assert f'href="../course/{first.lesson}"' in page
        names = {row.learner: row.name for row in book.rows}
        listed = re.findall(r"<bdi>([^<]+)</bdi>", page.partition(first.words)[2].partition("</details>")[0])
        assert listed == [names[learner] for learner in first.learners]

    def test_who_is_missing_and_what_could_not_be_graded(self) -> None:
        rows = (Row("ada"), Row("ben", state="nothing handed in"), Row("cem", state="not graded", notes=("Too big.",)))
        page = class_page(Gradebook("", 1.0, COLUMNS, rows)).decode()
        assert "<li><bdi>ben</bdi></li>" in page.partition("Nothing handed in")[2]
        assert "<b><bdi>cem</bdi></b>: Too big." in page
        assert 'href="learners/ada.html"' in page
        assert "learners/ben" not in page

    @pytest.mark.parametrize("rows", [(), (Row("ada", state="nothing handed in"),)])
    def test_a_class_without_a_score(self, rows: tuple[Row, ...]) -> None:
        assert "Nobody has a score yet." in class_page(Gradebook("Empty", 20.0, COLUMNS, rows)).decode()

    def test_a_mistake_without_a_number(self) -> None:
        mistake = CommonMistake("", "`about:blank` is taken for a code.", ("ada",), "e01_x", "l.md")
        page = class_page(Gradebook("", 1.0, COLUMNS, (Row("ada"),), (mistake,))).decode()
        assert "<b>1 of 1</b>: <code>about:blank</code> is taken for a code." in page

    def test_after_the_first_dozen_mistakes_are_folded(self) -> None:
        many = tuple(CommonMistake("", f"Mistake {n}.", ("ada", "ben"), "e01_x", "l.md") for n in range(20))
        page = class_page(Gradebook("", 1.0, COLUMNS, (Row("ada"), Row("ben")), many)).decode()
        first, _, others = page.partition("<summary>8 more mistakes</summary>")
        assert [f"Mistake {n}." in first for n in (11, 12)] == [True, False]
        assert [f"Mistake {n}." in others for n in (12, 19)] == [True, True]

    def test_only_its_own_script_and_style_may_run(self, book: Gradebook) -> None:
        page = class_page(book).decode()
        policy = html.unescape(re.findall(r'Content-Security-Policy" content="([^"]+)"', page)[0])
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        for tag in ("script", "style"):
            (text,) = re.findall(rf"(?s)<{tag}>(.*?)</{tag}>", page)
            hashed = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
            assert f"{tag}-src 'sha256-{hashed}'" in policy

    def test_nothing_from_elsewhere(self, book: Gradebook) -> None:
        assert not re.search(rb"https?://|//[a-z]+\.[a-z]|@import|url\(|\ssrc=", class_page(book))


class TestPictures:
    @pytest.mark.parametrize("place", class_pictures.PICTURES)
    def test_they_are_there_small_and_shown(self, course: Course, place: str) -> None:
        picture = (course.root / place).read_bytes()
        assert picture.startswith(b"\x89PNG")
        assert len(picture) <= class_pictures.LARGEST
        assert place.removeprefix("docs/") in (course.root / "docs/instructors.md").read_text(encoding="utf-8")

    def test_the_class_in_them_is_always_the_same(self, course: Course) -> None:
        assert class_pictures.shown(course) == class_pictures.shown(course)
        assert sample(course, 5, seed=1) != sample(course, 5, seed=2)
        assert Gradebook.from_json(sample(course, 5).to_json()) == sample(course, 5)
