"""``style``: what ruff would say about a file, in words. It is advice: no points, and nothing fails by it."""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from grader.commands.choosing import add_exercises, chosen
from grader.commands.progress import Progress
from grader.course import Course, CourseError, Exercise
from grader.faces import screen
from grader.faces.calling import how_to
from grader.faces.screen import Line
from grader.faces.text import cut, one_line, wrap

WORDS = {
    "B006": "A default list or dict is made once and shared by all calls: take None, and make it inside.",
    "B007": "`{name}` is never used in the loop: call it `_`.",
    "B904": "Write `raise … from error`, so that the first error stays readable.",
    "C408": "`{{}}` and `[]` are shorter than `dict()` and `list()`.",
    "C416": "This comprehension only copies: `list(…)` or `dict(…)` says so.",
    "C419": "`any` and `all` need no list: leave the square brackets out.",
    "E401": "One import a line is easier to read and to change.",
    "E701": "Put what follows the colon on a line of its own.",
    "E703": "Python needs no semicolon at the end of a line.",
    "E711": "Compare with None by `is None` or `is not None`: there is only one None.",
    "E712": "`if x:` and `if not x:` ask for True and False; `==` is not needed.",
    "E713": "`x not in y` reads better than `not x in y`.",
    "E714": "`x is not y` reads better than `not x is y`.",
    "E721": "Ask `isinstance(x, type)`; then subclasses count too.",
    "E722": "A bare `except:` catches Ctrl-C and typing errors too: name the exception that you expect.",
    "E731": "A function with a name is a `def`, which shows up by its name in a traceback.",
    "E741": "`{name}` looks like a digit in many fonts: take another name.",
    "BLE001": "This catches every error there is, your own slips too: name the exception that you expect.",
    "F401": "`{name}` is imported and never used: delete the import.",
    "F541": "There is nothing in braces in this string: it needs no `f` in front.",
    "F632": "`is` asks for the same object: compare texts and numbers with `==`.",
    "F811": "`{name}` is defined twice, and only the last one counts.",
    "F841": "`{name}` is set and never used: delete it, or use it.",
    "PERF402": "`list(…)` or a comprehension copies in one step.",
    "PIE790": "This `pass` does nothing: delete it.",
    "PIE810": "`startswith` and `endswith` take a tuple of texts, and ask once.",
    "PLR1714": "Ask `x in (a, b)` once instead of comparing twice.",
    "RET501": "A function that returns nothing needs no `return None`.",
    "RET503": "Some ways through this function end without a `return`: say `return None` there, or raise.",
    "RET504": "Return it at once: the name in between adds nothing.",
    "RET505": "After `return` no `else` is needed: the rest can move to the left.",
    "RET506": "After `raise` no `else` is needed: the rest can move to the left.",
    "S113": "A request without `timeout=` may wait for ever.",
    "S501": "`verify=False` lets anybody listen and answer: leave it out.",
    "SIM101": "Ask `isinstance(x, (A, B))` once.",
    "SIM102": "Two ifs, one inside the other, are one `if … and …`.",
    "SIM103": "Return the condition itself: it is True or False already.",
    "SIM105": "`with contextlib.suppress(Error):` says that an error is meant to be passed over.",
    "SIM108": "`x = a if … else b` says it in one line.",
    "SIM110": "`any(…)` or `all(…)` says what this loop does.",
    "SIM115": "Open files in a `with`, so that they are closed whatever happens.",
    "SIM118": "`key in x` needs no `.keys()`.",
    "SIM201": "`a != b` reads better than `not a == b`.",
    "SIM401": "`x.get(key, otherwise)` does this in one step.",
    "T201": "A `print` is left over from looking for something: delete it.",
    "UP006": "Since Python 3.9 `list[…]` and `dict[…]` are types: no import is needed.",
    "UP007": "`X | Y` says that it is one or the other: no import is needed.",
    "UP031": "An f-string is easier to read than `%`.",
    "UP032": "An f-string is easier to read than `.format(…)`.",
    "UP045": "`X | None` says that it may be None: no import is needed.",
}
"""Why, in a sentence, for the rules that come up most. ``{name}`` is the first thing that ruff's own message quotes."""

RULES = (*WORDS, "B", "E7", "F", "PIE", "SIM")
"""What is looked for: a small set, for people who learn. Layout is left to `ruff format`."""

LEFT_OUT = ("B905", "F722", "F821", "SIM117", "SIM300")


class Advice(NamedTuple):
    line: int
    text: str


def configure(parser: argparse.ArgumentParser) -> None:
    add_exercises(parser)


def run(arguments: argparse.Namespace, course: Course) -> int:
    exercises = _wanted(arguments.exercise, course)
    room = screen.columns()
    lines: list[Line] = []
    for exercise in exercises:
        found = advise(exercise)
        if found is None:
            raise CourseError("ruff, which gives advice on style, could not be run. Delete .venv: it is made anew.")
        lines += [*_page(exercise, found, course, room), ()]
    lines.append((("Advice, not a verdict: it changes no points.", "faint"),))
    screen.show(lines)
    return 0


def advise(exercise: Exercise) -> list[Advice] | None:
    """The advice on a learner's file. Nothing is said against what the reference answer does as well: it has its reason
    there, as when a tool of an agent may fail in any way.
    """
    found = advice(exercise.stub)
    if not found or not exercise.solution.exists():
        return found
    meant = {one.text for one in advice(exercise.solution) or []}
    return [one for one in found if one.text not in meant]


def advice(path: Path) -> list[Advice] | None:
    """What ruff says about the file, in words, from top to bottom; None where ruff can't be run."""
    beside = Path(sys.executable).with_name(
        "ruff.exe" if os.name == "nt" else "ruff"
    )  # without Python it starts at once
    command = [str(beside)] if beside.exists() else [sys.executable, "-m", "ruff"]
    command += ["check", "--isolated", "--no-cache", "--quiet", "--exit-zero"]
    command += ["--output-format=json", "--target-version=py311", f"--select={','.join(RULES)}"]
    command += [f"--ignore={','.join(LEFT_OUT)}", str(path)]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=20, check=True)
        found = json.loads(done.stdout)
        told = {Advice(int(one["location"]["row"]), _in_words(one["code"], one["message"])) for one in found}
    except (OSError, subprocess.SubprocessError, ValueError, KeyError, TypeError):
        return None
    return sorted(told)


def briefly(exercise: Exercise, room: int) -> list[Line]:
    """The advice on an exercise that passes, in three lines at most; nothing where there is none."""
    found = advise(exercise) or []
    texts: list[str] = []
    left = len(found)
    for one in found:
        wrapped = wrap(f"line {one.line}: {one.text}", room - 11, 2)
        if len(texts) + len(wrapped) + (left > 1) > 3:
            break
        texts += wrapped
        left -= 1
    if left:
        texts.append(f"{left} more: {how_to('style', exercise.code)}")
    labels = ["  style    ", *["           "] * len(texts)]
    return [((label, "faint"), text) for label, text in zip(labels, texts, strict=False)]


def _in_words(code: str | None, message: str) -> str:
    quoted = re.findall(r"`([^`]+)`", message)
    words = WORDS.get(code or "")
    if words is None:
        return one_line(message).rstrip(".") + "."
    return one_line(words.format(name=quoted[0] if quoted else "this"))


def _wanted(names: Sequence[str], course: Course) -> list[Exercise]:
    """What was named; otherwise the exercise that is being worked on, or all of them when all is done."""
    if names:
        return chosen(course, names)
    current = Progress(course).next_up()
    return [current] if current else chosen(course, [])


def _page(exercise: Exercise, found: Sequence[Advice], course: Course, room: int) -> list[Line]:
    source = exercise.stub.relative_to(course.root).as_posix()
    lines: list[Line] = [
        ((cut(f"{exercise.code} · {exercise.title}", room), "strong"),),
        ((cut(source, room), "path"),),
        (),
    ]
    try:
        code = exercise.stub.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        code = []
    for one in found:
        if 0 < one.line <= len(code):
            lines.append((("  " + f"line {one.line}".ljust(9), "strong"), cut(one_line(code[one.line - 1]), room - 11)))
        lines += [(f"           {line}",) for line in wrap(one.text, room - 11, 4)]
    return lines if found else [*lines, ("  Nothing to say: it reads well.",)]
