"""``new``: lay out the four rooms of a new exercise. For authors.

What it writes runs at once: the stub is not started, the solution passes against a placeholder of a recording. It is
made to be overwritten, from the story to the checks; ``docs/authoring.md`` says how.
"""

from __future__ import annotations

import argparse
import keyword
import re
from pathlib import Path
from string import Template

from grader.course import TOPIC, Course, CourseError, Exercise, Topic
from grader.faces import screen
from grader.faces.calling import how_to, program
from grader.faces.screen import Line

TEMPLATES = Path(__file__).parents[1] / "templates"
NAME = re.compile(r"e(?P<number>\d\d)_(?P<words>[a-z0-9]+(_[a-z0-9]+)*)")


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", nargs="?", default="", metavar="NAME", help="number and words: e16_count_the_pages")
    parser.add_argument(
        "--topic",
        default="",
        metavar="TOPIC",
        help="t04, or t04_many_pages where it is new (default: that of the exercises around it)",
    )


def run(arguments: argparse.Namespace, course: Course) -> int:
    stem = checked(course, arguments.name)
    exercise = Exercise(course.root, topic_of(course, int(stem[1:3]), arguments.topic), stem)
    files = laid_out(exercise)
    for path in files:
        if path.exists():
            raise CourseError(f"{_short(course, path)} is there already. Nothing was written.")
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    screen.show(_page(course, exercise, list(files)))
    return 0


def checked(course: Course, name: str) -> str:
    """The stem of a new exercise.

    Raises:
        CourseError: when the name is no stem, when its words can't be a function's name, or when it is taken.
    """
    free = max((exercise.number for exercise in course.exercises), default=0) + 1
    example = f"e{free:02}_count_the_pages"
    if not name:
        raise CourseError(f"What is it called? For example: {how_to('new', example)}")
    fits = NAME.fullmatch(name)
    if not fits:
        raise CourseError(
            f"“{name}” is no name for an exercise. It takes e, two digits, and words in lower case: {example}."
        )
    words = fits["words"]
    if not words.isidentifier() or keyword.iskeyword(words):
        raise CourseError(f"“{words}” can't be the name of a function. Say it in words like {example}.")
    for other in course.exercises:
        if other.number == int(fits["number"]):
            raise CourseError(f"{other.code} is taken by {other.stem}. The next free number is {free:02}.")
        if other.stem[4:] == words:
            raise CourseError(f"“{words}” is taken by {other.stem}.")
    return name


def topic_of(course: Course, number: int, wanted: str) -> Topic:
    """The topic for an exercise of this number: the wanted one, or that of its neighbours.

    Raises:
        CourseError: when nobody said which and the neighbours differ, or when the wanted one is in another place.
    """
    before = [exercise.topic for exercise in course.exercises if exercise.number < number][-1:]
    after = [exercise.topic for exercise in course.exercises if exercise.number > number][:1]
    neighbours = sorted({*before, *after}, key=lambda topic: topic.number)
    around = " and ".join(topic.name for topic in neighbours)
    if not wanted and len(neighbours) == 1:
        return neighbours[0]
    if not wanted:
        where = f"e{number:02} lies between {around}" if neighbours else "There is no topic yet"
        raise CourseError(f"{where}. Say which topic it belongs to: {_with_topic('t04_many_pages')}.")
    topic = _named(course, wanted)
    if (before and topic.number < before[0].number) or (after and topic.number > after[0].number):
        raise CourseError(
            f"e{number:02} can't be in {topic.name}: exercises go by number, and its neighbours are in {around}."
        )
    return topic


def _named(course: Course, wanted: str) -> Topic:
    for topic in course.topics:
        if wanted in (topic.name, topic.name[:3]):
            return topic
        if wanted[:3] == topic.name[:3]:
            raise CourseError(f"{wanted[:3]} is taken by {topic.name}.")
    if not TOPIC.fullmatch(wanted):
        raise CourseError(
            f"There is no topic “{wanted}”. A new one takes its whole name: {_with_topic('t04_many_pages')}."
        )
    return Topic(course.root, wanted)


def laid_out(exercise: Exercise) -> dict[Path, str]:
    """The files of a new exercise with their texts; the lesson is among them where the topic is new."""
    words = exercise.stem[4:]
    names = {
        "code": exercise.code,
        "stem": exercise.stem,
        "title": words.replace("_", " ").capitalize(),
        "function": words,
        "topic_code": exercise.topic.name[:3],
        "topic_title": exercise.topic.title,
    }

    def text(template: str) -> str:
        return Template((TEMPLATES / f"{template}.txt").read_text(encoding="utf-8")).substitute(names)

    stub = text("stub")
    files = {
        exercise.stub: stub,
        # Word for word the stub, with the answer in place of what is to be done.
        exercise.solution: stub[: stub.index("    # TODO")] + text("solution"),
        exercise.checks: text("checks"),
        exercise.variants / "mistake_no_timeout.py": text("mistake"),
        exercise.variants / "alternative_by_hand.py": text("alternative"),
        exercise.cassettes / "returns_the_answer.yaml": text("cassette"),
        exercise.cassettes / "world.json": text("world"),
    }
    if not exercise.topic.lesson.exists():
        files[exercise.topic.lesson] = text("lesson")
    return files


def _page(course: Course, exercise: Exercise, files: list[Path]) -> list[Line]:
    lesson = exercise.topic.lesson
    steps = [
        "Write stub, solution and checks: docs/authoring.md walks through one.",
        f"Record it: {how_to('record', exercise.code)}",
        f"See what a learner sees: {how_to('test', exercise.code)}",
        "Mistakes and alternatives: four and two at least, one of each is there.",
        f"{'Write' if lesson in files else 'Add a line to'} the lesson: {_short(course, lesson)}",
        f"Note the stub as it is shipped: {program()} shipped",
    ]
    return [
        ((f"{exercise.code} · {exercise.title}", "strong"), (f"  {exercise.topic.name}", "faint")),
        *((f"  {_short(course, path)}",) for path in files),
        (),
        ("It runs already, as not started. Next:",),
        *((f"  {number}. {step}",) for number, step in enumerate(steps, 1)),
        (f"Until that is done, {how_to('check')} complains.",),
    ]


def _with_topic(name: str) -> str:
    return f"TOPIC={name}" if how_to("new").startswith("make") else f"--topic {name}"


def _short(course: Course, path: Path) -> str:
    return path.relative_to(course.root).as_posix()
