"""What a learner gets back: how the score came about and what went wrong where, as a page in HTML and in Markdown."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from grader.faces.problem import WITHOUT_A_PROBLEM
from grader.gradebook import Column, Gradebook, Mark, Row
from grader.pages.overview import GLYPHS, MISSING
from grader.pages.rendering import html, in_markdown, number
from grader.report import GIVEN, CheckResult, ExerciseResult, Frame, Report, Sent, Verdict

LINES = 12
"""How many lines of what was printed are shown; more would hide the rest of the page."""

TIERS = {
    "bubblewrap": "Your code ran in a sandbox (bubblewrap): without a network, and without a view of anything else.",
    "user": "Your code ran as a user of its own, who may do nothing else.",
    "weak": "Your code ran without a sandbox.",
}


@dataclass(frozen=True)
class Failed:
    """A check that did not pass."""

    title: str
    verdict: str
    summary: str
    """What was done wrong, in one sentence."""
    says: str
    """The phrase of the task."""
    hint: str
    details: str
    sent: str
    given: bool
    """Whether the check itself sent what stands in ``sent``."""
    printed: str
    frames: str
    extra: bool


@dataclass(frozen=True)
class Answer:
    """How one exercise went, in the order in which a learner wants to know."""

    code: str
    title: str
    source: str
    verdict: str
    glyph: str
    earned: float
    points: int
    adjustment: float
    reason: str
    failed: tuple[Failed, ...] = ()
    fine: tuple[str, ...] = ()
    waiting: int = 0
    """How many checks count only after the first one passes."""


@dataclass(frozen=True)
class Feedback:
    """All that a learner's page says."""

    answers: list[Answer] = field(default_factory=list)
    """Exercises that were begun."""
    idle: list[Answer] = field(default_factory=list)
    """Those that are as they were shipped."""
    missing: list[Answer] = field(default_factory=list)
    """Those of which there was no file."""


def learner_page(row: Row, report: Report | None, gradebook: Gradebook) -> bytes:
    """One HTML file for a learner.

    Args:
        row: the learner's row of the gradebook.
        report: what was graded; None when nothing was.
        gradebook: the class; nothing of anybody else is taken from it.
    """
    return html("learner.html", styles=("base.css", "learner.css"), **_values(row, report, gradebook))


def learner_markdown(row: Row, report: Report | None, gradebook: Gradebook) -> bytes:
    """The same in Markdown, for mails and comments."""
    return in_markdown("learner.md", **_values(row, report, gradebook))


def _values(row: Row, report: Report | None, gradebook: Gradebook) -> dict[str, Any]:
    return {
        "row": row,
        "name": row.name or row.learner,
        "book": gradebook,
        "total": sum(column.points for column in gradebook.columns),
        "rescaled": sum(column.points for column in gradebook.columns) != gradebook.out_of,
        "feedback": feedback(row, report, gradebook),
        "errors": report.errors if report else (),
        "versions": (report.versions if report else {}) or gradebook.versions,
        "tier": TIERS.get(row.isolation or (report.isolation if report else ""), ""),
    }


def feedback(row: Row, report: Report | None, gradebook: Gradebook) -> Feedback:
    """What is to be said of each exercise of the assignment."""
    results = {result.stem: result for result in report.exercises} if report else {}
    marks = {mark.stem: mark for mark in row.marks}
    made = Feedback()
    for column in gradebook.columns:
        result = results.get(column.stem)
        mark = marks.get(column.stem) or _mark(column, result)
        answer = _answer(column, mark, result)
        if mark.verdict == MISSING and not mark.earned:
            made.missing.append(answer)
        elif mark.verdict == Verdict.NOT_STARTED and not mark.earned:
            made.idle.append(answer)
        else:
            made.answers.append(answer)
    return made


def _mark(column: Column, result: ExerciseResult | None) -> Mark:
    return Mark(column.stem, result.verdict.value, result.earned) if result else Mark(column.stem, MISSING, 0.0)


def _answer(column: Column, mark: Mark, result: ExerciseResult | None) -> Answer:
    checks = result.checks if result else ()
    failed = [check for check in checks if check.verdict not in (Verdict.PASSED, Verdict.WAITING)]
    return Answer(
        code=column.code,
        title=column.title,
        source=result.source if result else "",
        verdict=mark.verdict,
        glyph=GLYPHS.get(mark.verdict, "?"),
        earned=mark.earned,
        points=column.points,
        adjustment=mark.adjustment,
        reason=mark.reason,
        failed=tuple(map(_failed, failed)),
        fine=tuple(check.title for check in checks if check.verdict is Verdict.PASSED),
        waiting=sum(check.verdict is Verdict.WAITING for check in checks),
    )


def _failed(check: CheckResult) -> Failed:
    problem = check.problem
    return Failed(
        title=check.title,
        verdict=check.verdict.value,
        summary=problem.summary if problem else WITHOUT_A_PROBLEM[check.verdict],
        says=check.says,
        hint=check.hint[0] if check.hint else "",
        details="\n".join(problem.details) if problem else "",
        sent="\n".join(_sent(place, one, len(check.sent)) for place, one in enumerate(check.sent, 1)),
        given=bool(check.sent) and all(one.note == GIVEN for one in check.sent),
        printed=_first_lines(check.printed),
        frames="\n".join(map(_frame, problem.frames)) if problem else "",
        extra=check.extra,
    )


def _sent(place: int, sent: Sent, count: int) -> str:
    note = "" if sent.note == GIVEN else sent.note
    answer = " ".join(str(part) for part in (sent.status, note) if part) or "no answer"
    return f"{f'{place}. ' if count > 1 else ''}{sent.method} {sent.url} → {answer}"


def _frame(frame: Frame) -> str:
    return f"line {frame.line}, in {frame.function}: {frame.code}"


def _first_lines(text: str) -> str:
    lines = text.splitlines()
    if len(lines) <= LINES:
        return text
    return "\n".join([*lines[:LINES], f"… {number(len(lines) - LINES)} more lines"])
