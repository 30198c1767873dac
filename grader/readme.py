"""The parts of the README that are made, not written: real screens of a fresh clone, and the ladder."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from grader.course import Course

SCREEN = re.compile(r"(<!-- screen: (?P<command>[^>]+) -->\n```text\n).*?(```\n)", re.DOTALL)
LADDER = re.compile(r"(<!-- ladder -->\n).*?(\n<!-- end of the ladder -->)", re.DOTALL)
ROOMS = ("exercises", "solutions", "tests", "cassettes")


def rendered(text: str, course: Course) -> str:
    """The README's text with its screens and its ladder made anew."""
    with tempfile.TemporaryDirectory(prefix="order-up-") as made:
        clone = Path(made) / "order-up"
        for room in ROOMS:
            shutil.copytree(course.root / room, clone / room, ignore=shutil.ignore_patterns("__pycache__", "project"))
        text = SCREEN.sub(lambda match: f"{match[1]}{screen(match['command'], course, clone)}{match[3]}", text)
    return LADDER.sub(lambda match: f"{match[1]}{ladder(course)}{match[2]}", text)


def screen(command: str, course: Course, clone: Path) -> str:
    """What a command, called by make, shows in a clone of the course."""
    program = "import sys; from grader.commands import main; main(sys.argv[2:], sys.argv[1])"
    environment = {**os.environ, "MAKELEVEL": "1", "PYTHONPATH": str(course.root), "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-c", program, str(clone), *command.split()],
        cwd=clone,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return done.stdout + done.stderr


def ladder(course: Course) -> str:
    """The topics as a table, with a link to each exercise."""
    lines = ["", "| topic | exercises (**core**) | points |", "| --- | --- | ---: |"]
    for topic in course.topics:
        exercises = [exercise for exercise in course.exercises if exercise.topic == topic]
        names = []
        for exercise in exercises:
            place = exercise.stub.relative_to(course.root).as_posix()
            name = f"[{exercise.code}]({place}) {exercise.title[0].lower()}{exercise.title[1:]}"
            names.append(f"**{name}**" if exercise.core else name)
        lesson = topic.lesson.relative_to(course.root).as_posix()
        points = sum(exercise.points for exercise in exercises)
        lines.append(f"| [{topic.title}]({lesson}) | {' · '.join(names)} | {points} |")
    return "\n".join([*lines, ""])
