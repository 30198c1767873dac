"""From what pytest caught to what a learner reads: the verdict and the problem of a check."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from grader.report import Problem, Verdict

from .outcome import Outcome
from .remote import Raised

LONGEST_VALUE = 160


def verdict_of(error: BaseException, compared: Sequence[str]) -> tuple[Verdict, Problem]:
    """What an exception that ended a check means.

    Args:
        error: what pytest caught.
        compared: the lines of the last failed comparison, as :func:`compare` made them.
    """
    if isinstance(error, Outcome):
        return error.verdict, error.problem
    if isinstance(error, Raised):
        return _raised(error)
    if isinstance(error, AssertionError):
        return Verdict.WRONG_RESULT, _asserted(str(error), compared)
    if isinstance(error, pytest.fail.Exception):
        return Verdict.WRONG_RESULT, Problem(_not_raised(str(error)))
    summary = f"The check itself broke: {type(error).__name__}: {error}"
    return Verdict.NOT_RECORDED, Problem(summary, ("This is not your fault. Please tell the course.",))


def _raised(error: Any) -> tuple[Verdict, Problem]:
    text, frames, name = error.text, error.frames, type(error).__name__
    if isinstance(error, NotImplementedError):
        return Verdict.NOT_STARTED, Problem(text or "This is still to be written.", (), frames)
    first_line = (text.splitlines() or [""])[0]
    if isinstance(error, SyntaxError):
        return Verdict.CRASHED, Problem(f"Python can't read your file: {first_line}", (), frames)
    return Verdict.CRASHED, Problem(f"Your code raised {name}: {first_line}".rstrip(": "), (), frames)


def _asserted(text: str, compared: Sequence[str]) -> Problem:
    """An assertion's own sentence first, then what was compared."""
    sentence, _, rest = text.partition("\nassert ")
    if not rest and not sentence.startswith("assert "):
        return Problem(
            sentence.strip().splitlines()[0] if sentence.strip() else "The result is not right.", tuple(compared)
        )
    if not rest:
        if compared:
            return Problem(compared[0], tuple(compared[1:]))
        return Problem(f"This should hold, and does not: {sentence.removeprefix('assert ').splitlines()[0]}")
    return Problem(sentence.strip(), tuple(compared[1:] if len(compared) > 1 else ()))


def _not_raised(text: str) -> str:
    names = re.findall(r"class '(?:[\w.]*\.)?(\w+)'", text) or re.findall(r"DID NOT RAISE (\w+)", text)
    if not text.startswith("DID NOT RAISE"):
        return text.splitlines()[0] if text else "The check failed."
    return f"Your code should have raised {' or '.join(names) or 'an exception'} here, and raised nothing."


def compare(operator: str, got: Any, expected: Any) -> list[str]:
    """A failed comparison in words: one sentence, then what it is about."""
    if operator == "==":
        place, left, right = first_difference(got, expected)
        if place:
            return [
                f"The result differs at {place}: got {show(left)}, expected {show(right)}.",
                f"got       {show(got)}",
                f"expected  {show(expected)}",
            ]
        return [f"Got {show(got)}, expected {show(expected)}."]
    if operator in ("in", "not in"):
        return [f"{show(got)} should {'' if operator == 'in' else 'not '}be in {show(expected)}."]
    if operator in ("is", "is not"):
        return [f"Got {show(got)}, expected {'' if operator == 'is' else 'anything but '}{show(expected)}."]
    return [f"Got {show(got)}, expected something {operator} {show(expected)}."]


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
