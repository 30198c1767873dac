"""From what pytest caught to what a learner reads: the verdict and the problem of a check."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from grader.check import kind
from grader.course import parse
from grader.report import Problem, Verdict

from .crashes import crash
from .difference import same_beginning
from .outcome import Outcome
from .remote import Raised
from .wire import Exchange

LONGEST_VALUE = 160
LONGEST_LINE = 78
LONG_BEGINNING = 40
BEFORE = 20
"""How many characters of a text's beginning may be the same until it is left out, but for so many of them."""
LABELS = ("got", "expected")


RETURNED_NONE = re.compile(r"\b(returned|but|Got) None\b")
PRINTED = "Is there a `return`? print() only shows a value, `return` hands it back."
NO_RETURN = "Is there a `return` on each way through it? Without one the result is None."


@dataclass(frozen=True)
class Comparison:
    """A failed comparison in words."""

    sentence: str
    lines: tuple[str, ...] = ()
    """Both values, where they are worth a look beside the sentence."""
    values: tuple[str, ...] = ()
    """What differs, for an assertion with a sentence of its own."""
    place: str = ""
    """Where in them it differs."""


def verdict_of(
    error: BaseException,
    compared: Comparison | None = None,
    last: Exchange | None = None,
    awaited: str = "",
    printed: bool = False,
) -> tuple[Verdict, Problem]:
    """What an exception that ended a check means.

    Args:
        error: what pytest caught.
        compared: the last failed comparison, as :func:`compare` put it.
        last: the last exchange; None where nothing was sent.
        awaited: the exception that the check was waiting for when another one came.
        printed: whether the learner's code printed something.
    """
    if isinstance(error, Outcome):
        return error.verdict, error.problem
    if isinstance(error, Raised):
        raised: Any = error
        if isinstance(error, NotImplementedError):
            text = raised.text or "This is still to be written."
            return Verdict.NOT_STARTED, Problem(text, (), raised.frames)
        return Verdict.CRASHED, crash(raised, last, awaited)
    if isinstance(error, AssertionError):
        return Verdict.WRONG_RESULT, _asserted(str(error), compared, printed)
    if isinstance(error, pytest.fail.Exception):
        first, *details = _not_raised(str(error), last).splitlines() or ["The check failed."]
        return Verdict.WRONG_RESULT, Problem(first, tuple(details))
    summary = f"The check itself broke: {type(error).__name__}: {error}"
    return Verdict.NOT_RECORDED, Problem(summary, ("This is not your fault. Please tell the course.",))


def _asserted(text: str, compared: Comparison | None, printed: bool) -> Problem:
    """An assertion's own sentence first, then its other lines; what was compared where the sentence ends in a colon."""
    said, _, code = text.partition("\nassert ")
    if not code and said.startswith("assert "):
        said, code = "", said.removeprefix("assert ")
    first, *details = [line.strip() for line in said.splitlines() if line.strip()] or [""]
    if compared is not None and not first:
        first, details = compared.sentence, list(compared.lines)
    elif compared is not None and first.endswith(":"):  # the sentence asks for it
        place = f"  at {compared.place}" if compared.place else ""
        details += [
            f"{label:<9}{value}{place}" for label, value in zip(("got", "expected"), compared.values, strict=False)
        ]
    first = re.sub(r":$", ".", first)
    if not first:
        first = f"This should hold, and does not: {code.splitlines()[0]}" if code else "The result is not right."
    if RETURNED_NONE.search(first) and "raise" not in first:
        details.append(PRINTED if printed else NO_RETURN)
    return Problem(first, tuple(details))


def _not_raised(text: str, last: Exchange | None) -> str:
    names = re.findall(r"class '(?:[\w.]*\.)?(\w+)'", text) or re.findall(r"DID NOT RAISE (\w+)", text)
    if not text.startswith("DID NOT RAISE"):
        return text
    wanted = " or ".join(names) or "an exception"
    if last is not None and last.answered and last.response.status >= 400:
        return f"Your code went on after a {last.response.status}, and should have raised {wanted}."
    return f"Your code should have raised {wanted} here, and raised nothing."


def awaited_at(path: Path, line: int) -> str:
    """The exception that ``with pytest.raises(…)`` waits for around a line of a check; empty where there is none."""
    awaited = _awaited(path, path.stat().st_mtime_ns)
    return next((wanted for first, last, wanted in awaited if first <= line <= last), "")


@functools.lru_cache
def _awaited(path: Path, changed: int) -> list[tuple[int, int, str]]:
    """The exceptions that the checks of a file wait for: from line, to line, name. Read anew when the file changed."""
    found = []
    tree = parse(path)
    for node in ast.walk(tree) if tree else ():
        if isinstance(node, ast.With):
            call = node.items[0].context_expr
            if isinstance(call, ast.Call) and ast.unparse(call.func) == "pytest.raises" and call.args:
                wanted = call.args[0].elts if isinstance(call.args[0], ast.Tuple) else [call.args[0]]
                names = " or ".join(ast.unparse(one).rpartition(".")[2] for one in wanted)
                found.append((node.lineno, node.end_lineno or node.lineno, names))
    return found


def compare(operator: str, got: Any, expected: Any) -> Comparison:
    """A failed comparison in words: one sentence, then what it is about."""
    if operator == "==":
        place, left, right = first_difference(got, expected)
        sentence = _difference(f"at {place}" if place else "", left, right)
        lines = (f"{'got':<9}{show(got)}", f"{'expected':<9}{show(expected)}")
        short = place and max(map(len, lines)) <= LONGEST_LINE
        return Comparison(sentence, lines if short else (), _both(left, right), place)
    if operator in ("in", "not in"):
        should = "should be in" if operator == "in" else "should not be in"
        return Comparison(f"{show(got)} {should} {show(expected)}.")
    if operator in ("is", "is not"):
        wanted = show(expected) if operator == "is" else f"anything but {show(expected)}"
        return Comparison(f"Got {show(got)}, expected {wanted}.")
    return Comparison(f"Got {show(got)}, expected something {operator} {show(expected)}.")


def _both(got: Any, expected: Any) -> tuple[str, str]:
    """Two values that differ. Of long texts the beginning is left out as far as it is the same."""
    if isinstance(got, str) and isinstance(expected, str):
        same = same_beginning(got, expected)
        if same > LONG_BEGINNING:
            return f"…{show(got[same - BEFORE :])}", f"…{show(expected[same - BEFORE :])}"
    return show(got), show(expected)


def _difference(place: str, got: Any, expected: Any) -> str:
    """``Got …, expected …``, with the types in words where only they differ."""
    start = f"Your result differs {place}: got" if place else "Got"
    if got is MISSING or expected is MISSING:
        return f"{start} {show(got)}, expected {show(expected)}."
    alike = str(got) == str(expected)
    if isinstance(got, (list, tuple)) and isinstance(expected, (list, tuple)):
        alike = list(got) == list(expected)
    if type(got) is not type(expected) and alike:
        return f"{start} {show(got)} as {kind(got)}, and it should be {kind(expected)}."
    return f"{start} {show(got)}, expected {show(expected)}."


class Missing:
    def __repr__(self) -> str:
        return "nothing"


MISSING = Missing()


def first_difference(got: Any, expected: Any, place: str = "") -> tuple[str, Any, Any]:
    """Where two values first differ, as a path like ``[2]['price']``, with both values there."""
    if isinstance(got, Mapping) and isinstance(expected, Mapping):
        for key in [*expected, *(key for key in got if key not in expected)]:
            here, there = got.get(key, MISSING), expected.get(key, MISSING)
            if not _same(here, there):
                return first_difference(here, there, f"{place}[{key!r}]")
    elif isinstance(got, (list, tuple)) and type(got) is type(expected):
        for index in range(max(len(got), len(expected))):
            here = got[index] if index < len(got) else MISSING
            there = expected[index] if index < len(expected) else MISSING
            if not _same(here, there):
                return first_difference(here, there, f"{place}[{index}]")
    return place, got, expected


def _same(left: Any, right: Any) -> bool:
    return type(left) is type(right) and bool(left == right)


def show(value: Any) -> str:
    """A value on one line, cut where it gets long."""
    text = " ".join(repr(value).split())
    return text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 1]}…"
