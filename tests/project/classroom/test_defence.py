"""Defence questions: three for each core exercise, each with what a good answer says, in step with the course."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from grader.course import Course, Exercise, Topic

ROOT = Path(__file__).resolve().parents[3]
CORE = [exercise for exercise in Course(ROOT).exercises if exercise.core]
TOPICS = sorted({exercise.topic for exercise in CORE}, key=lambda topic: topic.number)
QUESTION = re.compile(r"^(\d)\. (?P<question>.+?)  \n   \*A good answer:\* (?P<answer>.+)$", re.MULTILINE)


def page(topic: Topic) -> str:
    return (ROOT / "docs" / "defence" / f"t{topic.number:02d}.md").read_text(encoding="utf-8")


def sections(text: str) -> dict[str, str]:
    """What stands below each heading of a page."""
    heading, *parts = re.split(r"^## ", text, flags=re.MULTILINE)
    assert heading.startswith("# ")
    return {part.partition("\n")[0]: part.partition("\n")[2] for part in parts}


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.name)
def test_a_page_has_the_core_exercises_of_its_topic(topic: Topic) -> None:
    headings = [f"{exercise.code} · {exercise.title}" for exercise in CORE if exercise.topic == topic]
    assert list(sections(page(topic))) == headings
    assert page(topic).startswith(f"# t{topic.number:02d} · {topic.title}: defence questions\n")


@pytest.mark.parametrize("exercise", CORE, ids=lambda exercise: exercise.code)
def test_three_questions_with_an_answer_of_a_line(exercise: Exercise) -> None:
    section = sections(page(exercise.topic))[f"{exercise.code} · {exercise.title}"]
    found = list(QUESTION.finditer(section))
    assert [one[1] for one in found] == ["1", "2", "3"]
    assert QUESTION.sub("", section).strip() == "", "nothing else stands there"
    for one in found:
        assert "?" in one["question"] or one["question"].startswith(("Show me", "Describe", "Give", "Name")), one[0]
        assert len(one["question"].split()) <= 35, f"not short: {one['question']}"
        assert one["answer"].endswith("."), one["answer"]
        assert 3 <= len(one["answer"].split()) <= 35, f"too short or too long: {one['answer']}"


def test_there_is_no_page_for_anything_else() -> None:
    pages = {path.name for path in (ROOT / "docs" / "defence").iterdir()}
    assert pages == {f"t{topic.number:02d}.md" for topic in TOPICS}
