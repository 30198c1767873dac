"""What a learner reads for each known mistake: as it was reviewed, short, and without anything of ours in it."""

from __future__ import annotations

import re

import pytest

from grader import messages
from grader.course import Exercise
from grader.report import Report

from .conftest import COURSE

STEMS = [exercise.stem for exercise in COURSE.exercises]
LINES = 12
OURS = re.compile(
    r"check itself broke|tell the course|Traceback|No check fails|pytest-of|site-packages|/(home|root|tmp)/"
)
"""What no page may say: that the course is broken, or where it lies on a machine."""


@pytest.fixture(autouse=True)
def _without_make(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MAKELEVEL", raising=False)


@pytest.mark.parametrize("exercise", COURSE.exercises, ids=STEMS)
def test_the_pages_are_as_they_were_reviewed(reports: dict[str, Report], exercise: Exercise) -> None:
    now, path = messages.text(COURSE, exercise, reports["mistakes"]), messages.path(COURSE, exercise)
    reviewed = path.read_text(encoding="utf-8") if path.exists() else ""
    assert now.splitlines() == reviewed.splitlines(), (
        f"Learners read something else now. Renew it with `python -m grader messages {exercise.code}`, "
        "and read what changed in `git diff` as the one who made the mistake."
    )


@pytest.mark.parametrize("exercise", COURSE.exercises, ids=STEMS)
def test_a_page_is_short_and_tells_nothing_of_ours(reports: dict[str, Report], exercise: Exercise) -> None:
    for mistake, page in messages.pages(COURSE, exercise, reports["mistakes"]).items():
        assert 3 <= len(page) <= LINES, mistake.name
        assert max(map(len, page)) <= messages.COLUMNS, mistake.name
        assert not (found := OURS.search("\n".join(page))), f"{mistake.name}: {found}"
        assert len({line.strip() for line in page}) == len(page), f"{mistake.name} says something twice"


def test_no_page_is_left_of_what_is_gone() -> None:
    kept = {path.name for path in messages.folder(COURSE).glob("*")}
    assert kept == {f"{stem}.txt" for stem in STEMS}
