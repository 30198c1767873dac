"""What a learner reads at the end of a topic, and at the end of all."""

from __future__ import annotations

from grader.course import Course, Topic
from grader.faces.calling import how_to
from grader.faces.screen import Line
from grader.faces.text import cut, one_line, wrap

HEADING = "## What you can do now"

PROJECTS = (
    "A morning note: ask an API that you use what is new, only if it changed, and post it to your chat.",
    "A model that looks things up: give it two tools over an API of your town, and a limit on its calls.",
    "Your own kitchen: put something you know behind an MCP server, and let somebody else’s agent order from it.",
)


def topic(topic: Topic, room: int, *, whole: bool) -> list[Line]:
    """That a topic, or its core path, is done, and the two or three things that its lesson says one can do now."""
    items = abilities(topic)[:3]
    text = f"{'' if whole else 'The core of '}{topic.name[:3]} · {topic.title} is done."
    lines: list[Line] = [(), *[((line, "strong"),) for line in wrap(text + " You can now:" * bool(items), room, 2)]]
    for item in items:
        lines += _item("-", item, room)
    return [*lines, ()]


def abilities(topic: Topic) -> list[str]:
    """The items of the list below the lesson's heading HEADING, each on a line."""
    try:
        text = topic.lesson.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return []
    section = text.partition(f"\n{HEADING}\n")[2].partition("\n## ")[0].partition("\n---")[0]
    items: list[str] = []
    for line in section.splitlines():
        if line.startswith(("- ", "* ")):
            items.append(line[2:])
        elif line.startswith("  ") and line.strip() and items:
            items[-1] += " " + line.strip()
    return [one_line(item.replace("**", "").replace("`", "")) for item in items]


def everything(course: Course, room: int) -> list[Line]:
    """That it is all done, and where to go from here."""
    points = sum(exercise.points for exercise in course.exercises)
    count = len(course.exercises)
    lines: list[Line] = [
        (
            (" ALL DONE ", "done"),
            cut(f"  all {count} exercises pass: {points} of {points} points. Well cooked!", room - 10),
        ),
        (),
        (("Three things to build next:", "strong"),),
    ]
    for number, project in enumerate(PROJECTS, 1):
        lines += _item(f"{number}.", project, room)
    lines += [(), *[(line,) for line in wrap("Your code works with real servers too. Run it against them:", room, 2)]]
    return [*lines, (("  live     ", "faint"), (how_to("live", course.exercises[-1].code), "path"))]


def _item(mark: str, text: str, room: int) -> list[Line]:
    first, *others = wrap(text, room - 3 - len(mark), 4) or [""]
    return [(f"  {mark} {first}",), *[(" " * (3 + len(mark)) + line,) for line in others]]
