"""Pages in a real browser, from disk, with the network off; classes of well-meaning and of evil learners."""

from __future__ import annotations

import dataclasses
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader.commands.class_sample import sample
from grader.course import Course
from grader.gradebook import CommonMistake, Gradebook, Mark, Row
from grader.report import GIVEN, CheckResult, ExerciseResult, Frame, Problem, Report, Sent, Verdict

COURSE = Course(Path(__file__).resolve().parents[3])

EVIL = (
    "<img src=x onerror=document.title='owned'>",
    "</style></script><script>document.title='owned'</script>",
    "\"'><svg onload=document.title='owned'>",
    "javascript:document.title='owned'",
    "=cmd|'/C calc'!A0",
    "{{ 7 * 7 }}{% raw %}",
    "\u202eevil\u202c \x1b]0;owned\x07\x1b[31mred",
    "مريم العلي",
    "👩‍🍳 " * 5 + "Zoë",
    "x" * 200,
    "../../etc/passwd?a=b#c",
    "![a](http://evil.test/a.png) [b](javascript:alert(1)) <http://evil.test> http://evil.test www.evil.test",
    "```\n# Not a heading\n- `a` **b** _c_ ~~d~~ | e | &lt; @somebody #1",
)


@pytest.fixture(scope="session")
def course() -> Course:
    return COURSE


@pytest.fixture(scope="session")
def book() -> Gradebook:
    """A class of 24 with 18 exercises."""
    stems = tuple(one.stem for one in COURSE.exercises if one.topic.name[:3] in ("t03", "t04", "t05", "t06"))
    return sample(COURSE, 24, stems=stems)


@pytest.fixture(scope="session")
def evil(book: Gradebook) -> Gradebook:
    """A class in which every text that somebody else can write means harm."""
    stem = book.columns[0].stem
    rows = []
    for place, text in enumerate(EVIL):
        mark = Mark(stem, "crashed", 1.0, 1.0, text, problem=text, only_public=True)
        row = Row(text, text, text, text, text, score=1.0, earned=1.0, submitted=text, notes=(text,), marks=(mark,))
        states = ("graded", "graded", "not graded", "nothing handed in")
        rows.append(dataclasses.replace(row, state=states[place % 4]))
    mistakes = tuple(CommonMistake("", text, EVIL, stem, "exercises/x/README.md") for text in EVIL)
    return dataclasses.replace(book, title=EVIL[0], rows=tuple(rows), mistakes=mistakes, versions={"python": EVIL[1]})


def report_of(book: Gradebook, text: str = "") -> Report:
    """A report with a failure of each kind; ``text`` stands wherever a learner's code can put something."""
    say = text or "Your request does not pass `timeout` on to requests."
    failed = CheckResult(
        "sends",
        "Sends the request.",
        Verdict.WRONG_REQUEST,
        2,
        0,
        "the time that each request may take",
        hint=("Each request takes `timeout=`.", "session.get(url, timeout=timeout)"),
        problem=Problem(
            say, ("sent     GET /menu", text or "expected GET /menu?page=2"), (Frame(12, "menu", text or "x = 1"),)
        ),
        sent=(
            Sent("GET", "https://bistro.test/menu", 200),
            Sent("GET", text or "https://bistro.test/x", None, "not recorded"),
        ),
        printed=text or "hello\n" * 60,
    )
    given = dataclasses.replace(
        failed, problem=None, sent=(Sent("GET", "https://bistro.test/", 200, GIVEN),), printed=""
    )
    passed = dataclasses.replace(failed, title="Returns the dishes.", verdict=Verdict.PASSED, earned=2, problem=None)
    waiting = dataclasses.replace(failed, title="Raises for a 404.", verdict=Verdict.WAITING, problem=None)
    checks = {
        Verdict.WRONG_REQUEST: (passed, failed, waiting),
        Verdict.CRASHED: (dataclasses.replace(failed, verdict=Verdict.CRASHED),),
        Verdict.TOO_SLOW: (dataclasses.replace(given, verdict=Verdict.TOO_SLOW, extra=True),),
        Verdict.NOT_RECORDED: (dataclasses.replace(given, verdict=Verdict.NOT_RECORDED, sent=()),),
        Verdict.PASSED: (passed, passed),
        Verdict.NOT_STARTED: (dataclasses.replace(given, verdict=Verdict.NOT_STARTED),),
    }
    results = [
        ExerciseResult(
            column.stem, column.topic, column.title, f"exercises/{column.topic}/{column.stem}.py", verdict,
            column.points, column.points if verdict is Verdict.PASSED else 1, column.core, checks[verdict],
        )
        for column, verdict in zip(book.columns, checks, strict=False)
    ]  # fmt: skip
    return Report(tuple(results), (text,) if text else (), isolation="bubblewrap", versions={"python": "3.11"})


@pytest.fixture(scope="session")
def row(book: Gradebook) -> Row:
    """Ada: graded, late, and adjusted."""
    others = ("crashed", 1.0), ("too slow", 1.0), ("not recorded", 1.0), ("passed", 4.0), ("not started", 0.0)
    adjusted = Mark(book.columns[0].stem, "wrong request", 3.0, 1.0, "Half of it was right.")
    columns = book.columns[1 : len(others) + 1]
    marks = tuple(Mark(column.stem, *other) for column, other in zip(columns, others, strict=True))
    return Row(
        "ada",
        "Ada Lovelace",
        score=7.25,
        earned=10.0,
        submitted="2027-02-06T18:03:00+01:00",
        submitted_by="its name",
        days_late=1,
        late_percent=10.0,
        attempts=2,
        isolation="bubblewrap",
        notes=("conftest.py was not taken: only exercises are graded.",),
        marks=(adjusted, *marks),
    )


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    """Debian's Chromium, headless."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.skip("there is no chromium here: `apt install chromium` brings it")
    api = pytest.importorskip("playwright.sync_api")
    with api.sync_playwright() as playwright:
        # As root, and in containers, Chromium's own sandbox can't be set up; it only opens pages made here.
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


class Opened:
    """A page in the browser, and what it did that it should not."""

    def __init__(self, tab: object) -> None:
        self.tab = tab
        self.complaints: list[str] = []
        self.requests: list[str] = []


@pytest.fixture
def open_page(browser: object, tmp_path: Path) -> Iterator[Callable[..., Opened]]:
    """Opens a page from disk, offline; at the end nothing may have been complained of or asked for."""
    opened: list[tuple[Opened, object]] = []

    def open_page(content: bytes, *, width: int = 1280, theme: str = "light", **options: object) -> Opened:
        path = tmp_path / f"page-{len(opened)}.html"
        path.write_bytes(content)
        context = browser.new_context(  # type: ignore[attr-defined]
            viewport={"width": width, "height": 844}, color_scheme=theme, offline=True, **options
        )
        tab = context.new_page()
        made = Opened(tab)
        tab.on("console", lambda message: made.complaints.append(message.text) if message.type == "error" else None)
        tab.on("pageerror", lambda error: made.complaints.append(str(error)))
        tab.on("request", lambda request: made.requests.append(request.url))
        tab.on("dialog", lambda dialog: (made.complaints.append("a dialog"), dialog.dismiss()))
        tab.goto(path.as_uri())
        opened.append((made, context))
        return made

    yield open_page
    for made, context in opened:
        context.close()  # type: ignore[attr-defined]
        assert made.complaints == []
        assert all(re.fullmatch(r"file:///.*/page-\d+\.html", url) for url in made.requests), made.requests
