"""The first problem of an exercise, in twelve lines or fewer."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from grader.faces.calling import how_to
from grader.faces.screen import Line
from grader.faces.text import clean, cut, cut_middle, one_line, share, wrap
from grader.report import GIVEN, CheckResult, ExerciseResult, Frame, Sent, Verdict

LINES = 12
LABEL = 9
"""Columns of the word in front of what was sent and printed."""

SENTENCES = ("also", "usually")
"""The labels of details that are sentences."""

WITHOUT_A_PROBLEM = {
    Verdict.NOT_STARTED: "Nothing is written here yet.",
    Verdict.WRONG_REQUEST: "The request is not the one that the task asks for.",
    Verdict.WRONG_RESULT: "The result is not the one that the task asks for.",
    Verdict.CRASHED: "The code stopped with an error.",
    Verdict.TOO_SLOW: "The code took too long and was stopped.",
    Verdict.WAITING: "This counts when the exercise's first check passes.",
    Verdict.NOT_RECORDED: "The recording for this check is missing: this is the course's mistake, not yours.",
}


def problem(exercise: ExerciseResult, check: CheckResult, root: Path, room: int, hint: str = "") -> list[Line]:
    """What was done wrong, what the task says, what happened, and where help is.

    Args:
        exercise: the exercise that the check belongs to.
        check: a check that did not pass.
        root: the folder of the course.
        room: columns of the page.
        hint: how to get a hint, where that isn't by a command.
    """
    summary = one_line(check.problem.summary) if check.problem else WITHOUT_A_PROBLEM[check.verdict]
    head: list[Line] = [(("  " + line, "bad"),) for line in wrap(summary, room - 2, 2)]
    head += [(f"  {line}",) for line in wrap(_task(exercise, check, root), room - 2, 2)]
    foot: list[Line] = []
    if check.hint:
        foot = [(("  hint     ", "faint"), (hint or how_to("hint", exercise.stem[:3]), "path"))]

    # What tells most comes first: it gets the first line when there is little space.
    said = check.problem.details if check.problem else ()
    details = _details(said, room - 2)
    label, sent = _exchanges(check.sent, said, room - 2 - LABEL)
    frames = [_frame(frame, room - 2 - LABEL) for frame in (check.problem.frames if check.problem else ())]
    printed = [cut(line, room - 2 - LABEL) for line in clean(check.printed).splitlines() if line.strip()]
    given = share((len(details), min(len(frames), 3), len(sent), min(len(printed), 3)), LINES - len(head) - len(foot))
    body: list[Line] = [(f"  {line}",) for line in _first(details, given[0])]
    body += _labelled(label, _ends(sent, given[2]))
    body += _labelled("printed", _first(printed, given[3]))
    body += _labelled("at", frames[len(frames) - given[1] :])  # the innermost frames say what happened
    return [*head, *body, *foot]


def _task(exercise: ExerciseResult, check: CheckResult, root: Path) -> str:
    name = PurePosixPath(exercise.source).name
    line = line_of(check.says, root / exercise.source)
    return f"{name}{f':{line}' if line else ''} says “{one_line(check.says)}”"


def line_of(phrase: str, path: Path) -> int | None:
    """The number of the line on which the phrase begins, however it is broken into lines; None if it isn't there."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return None
    words = [(word, number) for number, line in enumerate(lines, 1) for word in line.split()]
    start = " ".join(word for word, _ in words).find(" ".join(phrase.split()))
    if start < 0 or not phrase.strip():
        return None
    position = 0
    for word, number in words:
        if start < position + len(word):
            return number
        position += len(word) + 1
    return None


def _details(details: Sequence[str], room: int) -> list[str]:
    lines = [line.rstrip() for detail in details for line in clean(detail).splitlines() if line.strip()]
    return [part for line in lines for part in _whole(line, room)]


def _whole(line: str, room: int) -> list[str]:
    """A sentence behind a label is not cut, but goes on below itself; a value is cut."""
    label, text = line[:LABEL], line[LABEL:]
    if label.strip() not in SENTENCES:
        return [cut(line, room)]
    first, *others = wrap(text, room - LABEL, 2)
    return [label + first, *(" " * LABEL + other for other in others)]


def _exchanges(sent: Sequence[Sent], said: Sequence[str], room: int) -> tuple[str, list[str]]:
    """What went over the wire and was not told yet, and the word for it."""
    told = [one for one in sent if any(one.url in detail for detail in said)]  # however it is cut later
    told = [one for one in told if one.status is None or len(sent) == 1]
    untold = [one for one in sent if one not in told]
    label = "before" if told else "sent"
    if all(one.note == GIVEN for one in untold):
        label, untold = "given", [dataclasses.replace(one, note="") for one in untold]
    numbers = [f"{number}. " if len(untold) > 1 else "" for number in range(1, len(untold) + 1)]
    return label, [_sent(number, one, room) for number, one in zip(numbers, untold, strict=True)]


def _sent(number: str, sent: Sent, room: int) -> str:
    answer = " ".join(str(part) for part in (sent.status, one_line(sent.note)) if part) or "no answer"
    method = one_line(sent.method)
    url = cut_middle(one_line(sent.url), room - len(f"{number}{method}  → {answer}"))
    return cut(f"{number}{method} {url} → {answer}", room)


def _frame(frame: Frame, room: int) -> str:
    return cut(f"line {frame.line}, in {one_line(frame.function)}: {one_line(frame.code)}", room)


def _labelled(label: str, lines: Sequence[str]) -> list[Line]:
    labels = [label, *[""] * (len(lines) - 1)]
    return [(("  " + word.ljust(LABEL), "faint"), line) for word, line in zip(labels, lines, strict=False)]


def _first(lines: Sequence[str], room: int) -> list[str]:
    """The first lines; the last of them says how many more there are."""
    if len(lines) <= room:
        return list(lines)
    return [*lines[: room - 1], f"… {len(lines) - room + 1} more lines"] if room > 1 else list(lines[:room])


def _ends(lines: Sequence[str], room: int) -> list[str]:
    """The first lines and the last one, which is where the trouble is."""
    if len(lines) <= room or room == 0:
        return list(lines[:room])
    if room < 3:
        return list(lines[-room:])
    return [*lines[: room - 2], f"… {len(lines) - room + 1} more", lines[-1]]
