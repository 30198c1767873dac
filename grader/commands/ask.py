"""``ask``: what somebody needs to know who is to answer a question, as Markdown, without secrets."""

from __future__ import annotations

import argparse
import platform
import re
import subprocess
import sys

from grader.commands.choosing import add_exercises, named_or_current
from grader.commands.progress import Progress
from grader.commands.reset import original
from grader.commands.solution import changes
from grader.course import Course, CourseError, Exercise
from grader.faces import screen
from grader.faces.text import clean, one_line
from grader.faces.veil import veiled
from grader.report import CheckResult, Report, Verdict

LINES = 200
"""Lines of somebody's code that a question shows at most."""


def configure(parser: argparse.ArgumentParser) -> None:
    add_exercises(parser, several=False)


def run(arguments: argparse.Namespace, course: Course) -> int:
    exercise = named_or_current(course, arguments.exercise, Progress(course))
    if exercise is None:
        raise CourseError("All exercises pass. Name the one that your question is about.")

    from grader.run import grade  # here, because it imports pytest

    report = grade(course, [exercise])
    Progress(course).note(report)
    text = veiled(question(exercise, report, course), root=course.root)
    sys.stdout.write(text)
    sys.stdout.flush()
    copy = course.root / ".order-up" / f"question-{exercise.code}.md"
    try:
        copy.parent.mkdir(exist_ok=True)
        copy.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        print(f"No copy could be written ({(error.strerror or str(error)).lower()}).", file=sys.stderr)
    else:
        place = copy.relative_to(course.root).as_posix()
        print(f"\nA copy is in {place}. Secrets were looked for: look through it yourself as well.", file=sys.stderr)
    return 0


def question(exercise: Exercise, report: Report, course: Course) -> str:
    """The whole question, with everything still in it."""
    result = report.exercises[0] if report.exercises else None
    verdict = result.verdict.value if result else "no verdict"
    parts = [f"## {exercise.code} · {exercise.title}: {verdict}", "*What I wanted, and what I don't understand:* …"]
    parts += [f"The run went wrong: {one_line(error)}" for error in report.errors]
    if result is not None:
        parts.append("\n".join(f"- {check.verdict.value}: {one_line(check.title)}" for check in result.checks))
        if first := result.first_problem:
            parts += _problem(first)
    parts += ["### My code", _code(exercise)]
    parts += ["### Versions", _fenced("\n".join(_versions(report, course)))]
    return "\n\n".join(parts) + "\n"


def _problem(check: CheckResult) -> list[str]:
    problem = check.problem
    parts = [f"### {one_line(check.title)}"]
    if problem is not None:
        parts += [f"**{one_line(problem.summary)}**", f"The task says “{one_line(check.says)}”."]
        lines = [clean(detail) for detail in problem.details]
        lines += [f"line {frame.line}, in {frame.function}: {one_line(frame.code)}" for frame in problem.frames]
        parts += [_fenced("\n".join(lines))] if lines else []
    if check.sent:
        sent = [
            f"{number}. {one_line(one.method)} {one_line(one.url)} -> "
            f"{' '.join(str(part) for part in (one.status, one_line(one.note)) if part) or 'no answer'}"
            for number, one in enumerate(check.sent, 1)
        ]
        parts += ["What my code sent:", _fenced("\n".join(sent))]
    elif check.verdict is not Verdict.NOT_STARTED:
        parts.append("My code sent nothing.")
    if check.printed.strip():
        parts += ["What it printed:", _fenced(clean(check.printed).strip())]
    return parts


def _code(exercise: Exercise) -> str:
    """What was changed in the stub; all of it where the stub as it was shipped can't be had."""
    try:
        mine = exercise.stub.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        return f"({exercise.stub.name} can't be read: {(error.strerror or str(error)).lower()}.)"
    try:
        shipped = original(exercise).decode("utf-8", "replace")
    except CourseError:
        return _fenced(_shortened(clean(mine).splitlines()), "python")
    rows = changes(shipped, mine, "shipped", "mine")
    return _fenced(_shortened(rows), "diff") if rows else "The stub is as it was shipped."


def _versions(report: Report, course: Course) -> list[str]:
    versions = {"Order Up": _commit(course), **report.versions, "system": _system(), "terminal": _terminal()}
    return [f"{name:<9} {version}" for name, version in versions.items()]


def _commit(course: Course) -> str:
    try:
        done = subprocess.run(
            ["git", "-C", str(course.root), "log", "-1", "--format=%h of %cs"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=10,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return "unknown (no git)"
    return done.stdout.strip() or "unknown (not a clone)"


def _system() -> str:
    return f"{platform.system()} {platform.release()} {platform.machine()}, {platform.python_implementation()}"


def _terminal() -> str:
    return f"{'a terminal' if sys.stdout.isatty() else 'no terminal'}, UTF-8 {screen.is_utf8(sys.stdout)}"


def _shortened(lines: list[str]) -> str:
    if len(lines) > LINES:
        lines = [*lines[:LINES], f"… {len(lines) - LINES} more lines"]
    return "\n".join(lines)


def _fenced(text: str, language: str = "text") -> str:
    """A block of code that nothing in the text can end."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{text}\n{fence}"
