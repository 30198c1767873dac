"""``hint``: help with the first check that does not pass, in three steps; one more each time."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from grader.commands.choosing import add_exercises, chosen, named_or_current
from grader.commands.progress import Progress
from grader.course import Course, Exercise
from grader.faces import screen
from grader.faces.calling import how_to
from grader.faces.problem import line_of
from grader.faces.screen import Line
from grader.faces.text import cut, one_line, wrap
from grader.report import CheckResult

STEPS = ("what the check looks for", "where to look", "nearly the code")


def configure(parser: argparse.ArgumentParser) -> None:
    add_exercises(parser, several=False)


def run(arguments: argparse.Namespace, course: Course) -> int:
    chosen(course, [])
    progress = Progress(course)
    exercise = named_or_current(course, arguments.exercise, progress)
    if exercise is None:
        screen.show([("All exercises pass: there is nothing left to hint at.",)])
        return 0

    from grader.judge.process import warm_up

    warm_up()
    from grader.run import grade  # here, because it imports pytest

    report = grade(course, [exercise])
    progress.note(report)
    check = report.exercises[0].first_problem if report.exercises else None
    screen.show(page(exercise, check, course, progress, screen.columns()))
    return 0


def page(
    exercise: Exercise, check: CheckResult | None, course: Course, progress: Progress, room: int, more: str = ""
) -> list[Line]:
    """The hints on a check so far, and one more than the last time.

    Args:
        exercise: the exercise.
        check: its first check that does not pass; None when all pass.
        course: its course.
        progress: which hints were read; the new one is noted there.
        room: columns of the page.
        more: how to get the next one, where that isn't by a command.
    """
    head: Line = ((cut(f"{exercise.code} · {exercise.title}", room), "strong"),)
    if check is None:
        return [head, ("  Every check passes: no hint is needed.",)]
    steps = _steps(check, exercise.stub)
    count = progress.next_hint(exercise, check.name, len(steps))
    lines: list[Line] = [head]
    for number, (name, texts) in enumerate(steps[:count], 1):
        lines += [(), ((f"  Hint {number} of {len(steps)}: {name}", "strong" if number == count else "faint"),)]
        for text in texts:
            lines += [(f"    {line}",) for line in wrap(text, room - 4, 12)]
    lines.append(())
    if count < len(steps):
        return [*lines, (("  more     ", "faint"), (more or how_to("hint", exercise.code), "path"))]
    lesson, solution = (path.relative_to(course.root).as_posix() for path in (exercise.topic.lesson, exercise.solution))
    lines.append((("  That was all. If you are stuck:", "faint"),))
    if exercise.topic.lesson.exists():
        lines.append((("  lesson   ", "faint"), (cut(lesson, room - 11), "path")))
    if exercise.solution.exists():  # a learner's copy for a class is without
        lines.append((("  answer   ", "faint"), (cut(solution, room - 11), "path")))
    return lines


def _steps(check: CheckResult, stub: Path) -> list[tuple[str, Sequence[str]]]:
    """The name and the texts of each step. The last two hints have steps of their own, the others the first."""
    line = line_of(check.says, stub)
    says = f"{stub.name}{f':{line}' if line else ''} says “{one_line(check.says)}”"
    hints = [one_line(hint) for hint in check.hint]
    steps = [(STEPS[0], [one_line(check.title), says, *hints[:-2]])]
    names = STEPS[1:] if len(hints) > 1 else ("what helps",)
    return [*steps, *((name, [hint]) for name, hint in zip(names, hints[-2:], strict=False))]
