"""What a learner gets back, in HTML and in Markdown: all that helps, and nothing that does harm."""

from __future__ import annotations

import dataclasses
import html
import re

import pytest
from markdown_it import MarkdownIt

from grader.faces.text import UNSEEN, one_line
from grader.gradebook import Gradebook, Row
from grader.pages import learner_markdown, learner_page, markdown
from grader.report import Report

from .conftest import EVIL, report_of

READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def text_of(page: bytes | str) -> str:
    """The text of an HTML page, on a line."""
    body = re.sub(r"(?s)<style>.*?</style>|<[^>]+>", " ", page if isinstance(page, str) else page.decode())
    return " ".join(html.unescape(body).split())


def read(page: bytes | str) -> str:
    """Markdown as HTML."""
    return str(READER.render(page if isinstance(page, str) else page.decode()))


@pytest.fixture(params=["html", "markdown"])
def page(request: pytest.FixtureRequest, row: Row, book: Gradebook) -> str:
    """The text of Ada's feedback."""
    if request.param == "html":
        return text_of(learner_page(row, report_of(book), book))
    return text_of(read(learner_markdown(row, report_of(book), book)))


class TestSays:
    @pytest.mark.parametrize(
        "sentence",
        [
            "7.25 of 20",
            "You earned 10 of 96 points in the exercises, adjustments included.",
            "Full marks are worth 20, so the points are scaled to that.",
            "handed in 1 day late (due 5 February 2027, 23:59 +01:00): this costs 10 % of the score.",
            "Handed in on 6 February 2027, 18:03 +01:00 (as its name says); there were 2 attempts.",
            "e11: +1 point by your instructor: Half of it was right.",
            "conftest.py was not taken: only exercises are graded.",
        ],
    )
    def test_how_the_score_came_about(self, page: str, sentence: str) -> None:
        assert sentence in page

    @pytest.mark.parametrize(
        "words",
        [
            "Sends the request.",
            "Your request does not pass timeout on to requests.",
            "expected GET /menu?page=2",
            "The task says: “the time that each request may take”",
            "Hint: Each request takes timeout= .",
            "1. GET https://bistro.test/menu → 200",
            "2. GET https://bistro.test/x → not recorded",
            "The check gave your code",
            "line 12, in menu: x = 1",
            "hello hello",
            "… 48 more lines",
            "1 more check counts when the first one passes.",
            "Fine: Returns the dishes.",
            "All 2 checks pass.",
            "this is the course's mistake, not yours",
            "Your code ran in a sandbox (bubblewrap)",
            "python 3.11",
        ],
    )
    def test_what_went_wrong_and_what_was_fine(self, page: str, words: str) -> None:
        assert words.replace(" .", ".") in page.replace(" .", ".")

    def test_only_the_first_hint(self, page: str) -> None:
        assert "session.get" not in page

    def test_what_was_not_begun_is_a_line_each(self, page: str, book: Gradebook) -> None:
        rest = page.partition("Not begun")[2]
        assert f"{book.columns[5].code} · {book.columns[5].title}: not started" in rest
        for column in book.columns[6:]:
            assert f"{column.code} · {column.title}: not handed in" in rest

    def test_nothing_of_anybody_else(self, page: str, book: Gradebook) -> None:
        assert not [other.name for other in book.rows if other.name in page]


@pytest.mark.parametrize("state", ["not graded", "nothing handed in"])
def test_without_a_report_it_says_why(book: Gradebook, row: Row, state: str) -> None:
    none = dataclasses.replace(row, state=state, marks=(), notes=("The zip is broken.",))
    for page in (text_of(learner_page(none, None, book)), text_of(read(learner_markdown(none, None, book)))):
        assert state.capitalize() in page
        assert "The zip is broken." in page
        assert "You earned" not in page


def test_a_weak_tier_is_named(book: Gradebook, row: Row) -> None:
    report = Report(())
    assert b"without a sandbox" in learner_page(dataclasses.replace(row, isolation="weak"), report, book)


@pytest.mark.parametrize("text", EVIL)
class TestEvil:
    def test_words_stay_words(self, text: str) -> None:
        for before in ("", "It said "):
            rendered = read(before + markdown.words(text))
            assert re.findall(r"<[^>]+>", rendered) == ["<p>", "</p>"]
            assert text_of(rendered) == one_line(before + text)

    def test_code_and_blocks_stay_code(self, text: str) -> None:
        assert set(re.findall(r"<(\w+)", read(f"a {markdown.code(text)} b"))) <= {"p", "code"}
        rendered = read(f"{markdown.block(text)}\n\nthe end")
        assert re.findall(r"<(/?\w+)", rendered) == ["pre", "code", "/code", "/pre", "p", "/p"]

    def test_prose_has_code_at_most(self, text: str) -> None:
        assert set(re.findall(r"<(\w+)", read(markdown.prose(f"Your `menu` said {text} to `this`.")))) == {"p", "code"}

    def test_a_whole_page(self, evil: Gradebook, text: str) -> None:
        row = next(row for row in evil.rows if row.name == text)
        made = learner_markdown(row, report_of(evil, text), evil)
        assert not UNSEEN.search(made.decode()), "nothing that a terminal would obey"
        tags = set(re.findall(r"<(\w+)", read(made)))
        assert tags <= {"h1", "h2", "h3", "p", "ul", "li", "strong", "pre", "code", "hr"}
        page = learner_page(row, report_of(evil, text), evil)
        assert not UNSEEN.search(page.decode())
        assert not {"img", "svg", "script", "a", "iframe"} & set(re.findall(rb"<(\w+)", page))
        assert "default-src 'none'" in html.unescape(page.decode())


class TestWords:
    @pytest.mark.parametrize("text", ["7.25 of 20", "Week 6: it's 23:59 +01:00", "conftest.py, e.g. (this) – 50 %?"])
    def test_what_means_nothing_can_be_read_as_it_is(self, text: str) -> None:
        assert markdown.words(text) == text

    @pytest.mark.parametrize(
        "text", ["1. x", "12) x", "- x", "+ x", "=== ", "---", "# x", "> x", "| a | b |", "1986. x"]
    )
    def test_what_begins_a_line_does_not_begin_a_list_or_a_heading(self, text: str) -> None:
        assert re.findall(r"<(\w+)", read(markdown.words(text))) == ["p"]
        assert text_of(read(markdown.words(text))) == text.strip()
