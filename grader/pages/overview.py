"""The class page: one HTML file that shows how a class did, offline."""

from __future__ import annotations

import statistics
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from grader.gradebook import Gradebook, Mark, Row
from grader.pages import chart
from grader.pages.rendering import counted, html, number
from grader.report import Verdict

MISSING = "missing"

GLYPHS = {
    Verdict.PASSED.value: "✓",
    Verdict.WRONG_REQUEST.value: "✗",
    Verdict.WRONG_RESULT.value: "✗",
    Verdict.CRASHED.value: "!",
    Verdict.TOO_SLOW.value: "…",
    Verdict.WAITING.value: "·",
    Verdict.NOT_STARTED.value: "·",
    Verdict.NOT_RECORDED.value: "?",
    MISSING: "–",
}

LEGEND = (
    ("✓", "passed"),
    ("✗", "wrong request or result"),
    ("!", "crashed"),
    ("…", "too slow"),
    ("·", "not started"),
    ("–", "not handed in"),
    ("?", "not recorded: the course’s fault"),
)
COLOURS = (("all", "all points"), ("much", "half or more"), ("some", "less"), ("none", "none"))
"""Classes of the style sheet, and what they stand for. No cell needs its colour to be understood."""

FIRST = 12
"""How many mistakes are listed; the others are folded."""


@dataclass(frozen=True)
class Cell:
    """A learner's mark for an exercise, as it is shown."""

    kind: str
    text: str
    title: str


@dataclass(frozen=True)
class Line:
    """A learner's line of the heat map."""

    row: Row
    cells: tuple[Cell, ...]

    @property
    def name(self) -> str:
        return self.row.name or self.row.learner


@dataclass(frozen=True)
class Hard:
    """How a class did in one exercise."""

    stem: str
    code: str
    title: str
    share: float
    """Of all the points that there were to be had, by those who were graded: 0 to 1."""
    passed: int
    begun: int


def class_page(gradebook: Gradebook, *, course: str = "..") -> bytes:
    """One HTML file: heat map, distribution, what was hard, the commonest mistakes, who is missing.

    Args:
        gradebook: the class.
        course: the course's folder as seen from where the page will lie, for the links to the lessons: a relative
            URL. Each learner's page is looked for in ``learners/`` beside the page.
    """
    graded = [row for row in gradebook.rows if row.state == "graded"]
    parts = chart.bins([row.score for row in graded], gradebook.out_of)
    says = spread([row.score for row in graded], gradebook.out_of)
    return html(
        "class.html",
        styles=("base.css", "class.css"),
        scripts=("class.js",),
        book=gradebook,
        course=course.rstrip("/"),
        graded=graded,
        lines=[Line(row, cells(row, gradebook)) for row in gradebook.rows],
        topics=[(name, len(list(group))) for name, group in groupby(gradebook.columns, lambda column: column.topic)],
        legend=LEGEND,
        colours=COLOURS,
        first=FIRST,
        sections=any(row.section for row in gradebook.rows),
        late=any(row.days_late for row in gradebook.rows),
        parts=parts,
        says=says,
        drawing=chart.drawing(parts, says),
        hard=hardest(gradebook, graded),
        places=2 if any(row.score % 1 for row in graded) else 0,
        absent=[row for row in gradebook.rows if row.state == "nothing handed in"],
        unusable=[row for row in gradebook.rows if row.state == "not graded"],
        noticed=[row for row in graded if row.notes],
        public=_only_public(gradebook),
        names={row.learner: row.name or row.learner for row in gradebook.rows},
    )


def cells(row: Row, gradebook: Gradebook) -> tuple[Cell, ...]:
    """A cell for each column; one for which there is no mark says that nothing was handed in."""
    marks = {mark.stem: mark for mark in row.marks}
    none = Mark("", MISSING, 0.0)
    return tuple(_cell(marks.get(column.stem, none), column.points) for column in gradebook.columns)


def _cell(mark: Mark, points: int) -> Cell:
    glyph = GLYPHS.get(mark.verdict, "?")
    title = mark.verdict if mark.verdict != MISSING else "not handed in"
    if mark.adjustment:
        title += f"; adjusted by {mark.adjustment:+g}: {mark.reason}"
    if mark.only_public:
        title += "; passes on the public recordings only"
    changed = ("*" if mark.adjustment else "") + ("†" if mark.only_public else "")
    bare = glyph in "·–" and not mark.earned
    return Cell(_kind(mark, points), glyph + ("" if bare else f" {number(mark.earned)}") + changed, title)


def _kind(mark: Mark, points: int) -> str:
    if mark.verdict == Verdict.NOT_RECORDED:
        return "lost"
    if not mark.earned and mark.verdict in (MISSING, Verdict.NOT_STARTED):
        return "gone" if mark.verdict == MISSING else "idle"
    if mark.earned >= points:
        return "all"
    return "much" if mark.earned * 2 >= points else "some" if mark.earned > 0 else "none"


def spread(scores: Iterable[float], out_of: float) -> str:
    """The distribution in words."""
    values = sorted(scores)
    if not values:
        return "Nobody has a score yet."
    if len(values) == 1:
        return f"One learner has a score: {number(values[0])} of {number(out_of)}."
    low, middle, high = statistics.quantiles(values, n=4, method="inclusive")
    return (
        f"Scores of {counted(len(values), 'learner')}, from {number(values[0])} to {number(values[-1])} "
        f"of {number(out_of)}. "
        f"Half of them have {number(middle)} or more; the middle half lies between {number(low)} and {number(high)}."
    )


def hardest(gradebook: Gradebook, graded: list[Row]) -> list[Hard]:
    """The exercises, those first in which the class earned the smallest share of the points."""
    marks: dict[str, list[Mark]] = {column.stem: [] for column in gradebook.columns}
    for row in graded:
        for mark in row.marks:
            marks.get(mark.stem, []).append(mark)
    found = []
    for column in gradebook.columns:
        of = marks[column.stem]
        share = sum(mark.earned for mark in of) / (column.points * len(graded)) if column.points and graded else 0.0
        passed = sum(mark.verdict == Verdict.PASSED for mark in of)
        begun = sum(mark.verdict not in (MISSING, Verdict.NOT_STARTED) for mark in of)
        found.append(Hard(column.stem, column.code, column.title, share, passed, begun))
    worth = {column.stem for column in gradebook.columns if column.points}
    return sorted((one for one in found if one.stem in worth), key=lambda one: one.share)


def _only_public(gradebook: Gradebook) -> list[tuple[Row, list[str]]]:
    codes = {column.stem: column.code for column in gradebook.columns}
    found = [
        (row, [codes.get(mark.stem, mark.stem) for mark in row.marks if mark.only_public]) for row in gradebook.rows
    ]
    return [(row, exercises) for row, exercises in found if exercises]
