"""Both pages in real headless Chromium: for eyes, keyboards, screen readers, phones, paper; and against evil names."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grader.commands.class_sample import sample
from grader.course import Course
from grader.gradebook import Gradebook, Row
from grader.pages import class_page, learner_page

from .conftest import EVIL, Opened, report_of

Open = Callable[..., Opened]

SIZES = [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")]


def violations(tab: Any) -> list[str]:
    """What axe-core finds: the rule, and where."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    found = axe.Axe().run(tab).response["violations"]
    return [f"{one['id']}: {[node['html'][:120] for node in one['nodes'][:3]]}" for one in found]


def column(tab: Any, number: int) -> list[str]:
    script = (
        "number => [...document.querySelector('#heat tbody').rows].map(row => row.cells[number].textContent.trim())"
    )
    return list(tab.evaluate(script, number))


def shown(tab: Any) -> list[str]:
    script = "() => [...document.querySelector('#heat tbody').rows].filter(row => row.checkVisibility()).map(row => row.cells[0].innerText)"  # noqa: E501
    return list(tab.evaluate(script))


def fits(tab: Any) -> bool:
    return bool(tab.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.parametrize(("width", "theme"), SIZES)
class TestForEverybody:
    def test_axe_finds_nothing_on_the_class_page(
        self, open_page: Open, book: Gradebook, width: int, theme: str
    ) -> None:
        tab: Any = open_page(class_page(book), width=width, theme=theme).tab
        for details in tab.locator("details summary").all():
            details.click()
        tab.fill("#name", "a")
        assert violations(tab) == []
        assert fits(tab), "the page scrolls sideways"

    def test_axe_finds_nothing_on_a_learners_page(
        self, open_page: Open, book: Gradebook, row: Row, width: int, theme: str
    ) -> None:
        tab: Any = open_page(learner_page(row, report_of(book), book), width=width, theme=theme).tab
        assert violations(tab) == []
        assert fits(tab), "the page scrolls sideways"


def test_axe_would_find_something(open_page: Open, book: Gradebook) -> None:
    page = class_page(book).replace(b'<label for="name">', b"<label>").replace(b' lang="en"', b"")
    assert {one.partition(":")[0] for one in violations(open_page(page).tab)} >= {"label", "html-has-lang"}


class TestTheme:
    def test_dark_is_dark_and_light_is_light(self, open_page: Open, book: Gradebook) -> None:
        script = "getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number).reduce((a, b) => a + b)"
        light: Any = open_page(class_page(book), theme="light").tab
        dark: Any = open_page(class_page(book), theme="dark").tab
        assert light.evaluate(script) > 700
        assert dark.evaluate(script) < 150

    def test_nothing_moves_for_those_who_mind(self, open_page: Open, book: Gradebook) -> None:
        script = "getComputedStyle(document.documentElement).scrollBehavior"
        assert open_page(class_page(book), reduced_motion="reduce").tab.evaluate(script) == "auto"  # type: ignore[attr-defined]
        assert open_page(class_page(book), reduced_motion="no-preference").tab.evaluate(script) == "smooth"  # type: ignore[attr-defined]


class TestSorting:
    def test_by_score_up_and_down(self, open_page: Open, book: Gradebook) -> None:
        tab: Any = open_page(class_page(book)).tab
        before = column(tab, 1)
        head = tab.locator("#heat th", has_text="Score")
        assert head.get_attribute("aria-sort") == "none"
        head.get_by_role("button").click()
        up = [float(text) for text in column(tab, 1) if text != "–"]
        assert head.get_attribute("aria-sort") == "ascending"
        assert up == sorted(up)
        assert column(tab, 1)[0] == "–", "who has no score comes first"
        head.get_by_role("button").click()
        assert head.get_attribute("aria-sort") == "descending"
        assert [float(text) for text in column(tab, 1) if text != "–"] == up[::-1]
        assert sorted(before) == sorted(column(tab, 1))

    def test_by_an_exercise_and_then_by_name(self, open_page: Open, book: Gradebook) -> None:
        tab: Any = open_page(class_page(book)).tab
        names, code = column(tab, 0), book.columns[5].code
        head = tab.locator("#heat th", has_text=code)
        head.get_by_role("button").click()
        place = head.evaluate("head => head.cellIndex")
        keys = [-2 if text == "–" else -1 if text == "·" else float(text.split()[1]) for text in column(tab, place)]
        assert len(set(keys)) > 3
        assert keys == sorted(keys)
        assert column(tab, 0) != names
        tab.locator("#heat th", has_text="Learner").get_by_role("button").click()
        assert column(tab, 0) == names
        assert head.get_attribute("aria-sort") == "none"

    def test_what_hurts(self, open_page: Open, book: Gradebook) -> None:
        tab: Any = open_page(class_page(book)).tab
        shares = [int(text.strip(" %")) for text in tab.locator(".hard tbody td:nth-child(2)").all_inner_texts()]
        assert shares == sorted(shares)
        for _ in range(2):
            tab.locator(".hard th", has_text="Points").get_by_role("button").click()
        assert [
            int(text.strip(" %")) for text in tab.locator(".hard tbody td:nth-child(2)").all_inner_texts()
        ] == sorted(shares, reverse=True)


class TestSearching:
    def test_by_a_part_of_the_name_without_its_accents(self, open_page: Open, book: Gradebook) -> None:
        tab: Any = open_page(class_page(book)).tab
        wanted = [row.name for row in book.rows if "grunwald" in row.name.lower().replace("ü", "u")]
        assert 0 < len(wanted) < len(book.rows)
        tab.get_by_label("Find a learner").fill("GRUNWALD")
        assert [name.split("\n")[0] for name in shown(tab)] == wanted
        status = tab.get_by_role("status")
        assert status.inner_text() == f"{len(wanted)} of {len(book.rows)} learners"
        assert status.get_attribute("aria-live") == "polite"
        tab.get_by_label("Find a learner").fill("nobody is called this")
        assert status.inner_text() == f"0 of {len(book.rows)} learners"
        tab.get_by_label("Find a learner").fill("")
        assert len(shown(tab)) == len(book.rows)


def test_by_keyboard_alone(open_page: Open, book: Gradebook) -> None:
    """From the top of the page: the skip link, the search, a header, and the heat map scrolls."""
    tab: Any = open_page(class_page(book), width=390).tab
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skip"
    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.id") == "name"
    tab.keyboard.type("zzz")
    assert shown(tab) == []
    for _ in "zzz":
        tab.keyboard.press("Backspace")
    assert len(shown(tab)) == len(book.rows)
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "scroll heat"
    tab.evaluate(
        "document.querySelector('.heat').addEventListener('scroll', (event) => { event.target.dataset.moved = 1 })"
    )
    tab.keyboard.press("ArrowRight")
    tab.locator(".heat[data-moved]").wait_for()
    tab.keyboard.press("Tab")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.textContent") == "Score"
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.parentElement.getAttribute('aria-sort')") == "ascending"
    outline = tab.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid", "where the focus is, is seen"


class TestOnPaper:
    def test_all_rows_are_there_and_nothing_is_folded(self, open_page: Open, book: Gradebook) -> None:
        tab: Any = open_page(class_page(book)).tab
        tab.fill("#name", "ada")
        assert len(shown(tab)) < len(book.rows)
        tab.emulate_media(media="print", color_scheme="dark")
        tab.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert len(shown(tab)) == len(book.rows)
        assert tab.locator("details:not([open])").count() == 0
        look = "selector => { const style = getComputedStyle(document.querySelector(selector)); return [style.color, style.backgroundColor, style.display, style.overflow] }"  # noqa: E501
        assert tab.evaluate(look, "td.all")[:2] == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
        assert tab.evaluate(look, "body")[:2] == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
        assert tab.evaluate(look, "#heat thead")[2] == "table-header-group", "table heads are repeated"
        assert tab.evaluate(look, ".heat")[3] == "visible"
        assert not tab.locator(".search").is_visible()
        tab.evaluate("dispatchEvent(new Event('afterprint'))")
        assert tab.locator("details[open]").count() == 0

    def test_54_exercises_fit_across_a_page(self, open_page: Open, course: Course) -> None:
        tab: Any = open_page(class_page(sample(course, 5)), width=1047).tab  # A4 landscape less its margins, in pixels
        tab.emulate_media(media="print")
        assert tab.evaluate("document.getElementById('heat').scrollWidth") <= 1047


def test_it_works_without_its_script(open_page: Open, book: Gradebook) -> None:
    tab: Any = open_page(class_page(book), java_script_enabled=False).tab
    assert tab.locator("#heat tbody tr").count() == len(book.rows)
    assert tab.locator("button").count() == 0
    assert not tab.locator(".search").is_visible()


class TestEvil:
    @pytest.fixture
    def tab(self, open_page: Open, evil: Gradebook) -> Any:
        return open_page(class_page(evil)).tab

    def test_nothing_runs_and_nothing_is_loaded(self, tab: Any, evil: Gradebook) -> None:
        assert tab.title() == f"{EVIL[0]} · the class"
        assert tab.locator("img, iframe, svg[onload]").count() == 0
        assert tab.locator("script").count() == 1
        assert tab.locator("style").count() == 1
        assert tab.locator("#heat tbody tr").count() == len(evil.rows)
        links = tab.eval_on_selector_all("a[href]", "all => all.map(link => link.getAttribute('href'))")
        assert {link.split("/")[0] for link in links} == {"learners", "..", "#marks"}
        assert all(link.count("/") == 1 and ".." not in link for link in links if link.startswith("learners"))

    def test_it_still_fits_and_pleases_axe(self, open_page: Open, evil: Gradebook) -> None:
        tab: Any = open_page(class_page(evil), width=390).tab
        assert fits(tab)
        assert violations(tab) == []

    def test_sorting_and_searching_go_on(self, tab: Any, evil: Gradebook) -> None:
        tab.locator("#heat th", has_text="Learner").get_by_role("button").click()
        tab.fill("#name", "onerror=")
        assert len(shown(tab)) == 1

    def test_a_learners_page(self, open_page: Open, evil: Gradebook, tmp_path: Path) -> None:
        tab: Any = open_page(b"<!doctype html>", width=390).tab
        for place, row in enumerate(evil.rows, 1):
            path = tmp_path / f"page-{place}.html"
            path.write_bytes(learner_page(row, report_of(evil, row.name), evil))
            tab.goto(path.as_uri())
            assert tab.locator("h1").count() == 1
            assert tab.locator("img, iframe, script, svg, a[href]").count() == 0, row.name
            assert fits(tab), row.name
            assert tab.title() != "owned"


class TestSize:
    def test_200_learners_with_54_exercises(self, course: Course) -> None:
        assert len(class_page(sample(course, 200))) < 2_000_000

    def test_a_thousand_learners_are_usable_at_once(self, open_page: Open, course: Course) -> None:
        content = class_page(sample(course, 1000))
        assert len(content) < 5_000_000
        tab: Any = open_page(content).tab
        assert tab.locator("#heat tbody tr").count() == 1000
        timed = """() => {
            const start = performance.now();
            document.querySelector('#heat thead tr:last-child button').click();
            document.body.offsetHeight;
            return performance.now() - start;
        }"""
        assert tab.evaluate(timed) < 5_000
