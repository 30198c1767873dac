"""``@check`` turns a plain pytest function into a graded check."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import pytest

Function = TypeVar("Function", bound=Callable[..., Any])

KINDS = {"str": "a text (str)", "int": "a number (int)", "float": "a number (float)", "bytes": "bytes"}
"""What people call the types that a beginner mixes up."""


@dataclass(frozen=True)
class Check:
    """What stands at a check. See :func:`check` for the meaning of each field."""

    points: int
    says: str
    hint: tuple[str, ...] = ()
    mistakes: tuple[str, ...] = ()
    match: tuple[str, ...] = ()
    free: tuple[str, ...] = ()
    cassette: str | None = None
    overlay: Mapping[int, Mapping[str, object]] = field(default_factory=dict)
    offline: bool = False
    extra: bool = False
    waits: bool = False
    silent: bool = False


def check(
    *,
    points: int,
    says: str,
    hint: str | tuple[str, ...] = (),
    mistakes: tuple[str, ...] = (),
    match: tuple[str, ...] = (),
    free: tuple[str, ...] = (),
    cassette: str | None = None,
    overlay: Mapping[int, Mapping[str, object]] | None = None,
    offline: bool = False,
    extra: bool = False,
    waits: bool = False,
    silent: bool = False,
) -> Callable[[Function], Function]:
    """Grade a pytest function as a check. Its docstring's sentence is the name that a learner reads.

    Args:
        points: whole points for passing it.
        says: the phrase of the stub that the check enforces, word for word. It is shown when the check fails.
        hint: what helps, from the general to nearly the code; one text or several.
        mistakes: the mistakes (M-numbers) that the check catches.
        match: request headers that must be equal to the recorded ones; only those are kept when recording.
        free: JSON paths of request bodies with free text, which need not match: ``$.messages[*].content``.
        cassette: the recording of another check of this exercise, by its name without ``test_``, or a file
            written by hand (``name.synthetic``). Left out, the check has a recording of its own name.
        overlay: faults laid over the recorded answers, by their place in the recording: ``{0: {"delay": 6.0}}``.
            The kinds are those of ``grader.worker.faults``.
        offline: the check is about a pure function; it has no recording, and sending anything fails it.
        extra: shown and praised, but no points unless an instructor says otherwise.
        waits: the check says that something is refused, absent or raised: it counts only after the exercise's
            first check, which has a real result, has passed.
        silent: the right answer to this check may be to send nothing, although there is a recording.
    """
    made = Check(
        points=points,
        says=" ".join(says.split()),
        hint=(hint,) if isinstance(hint, str) else hint,
        mistakes=mistakes,
        match=tuple(name.lower() for name in match),
        free=free,
        cassette=cassette,
        overlay=overlay or {},
        offline=offline,
        extra=extra,
        waits=waits,
        silent=silent,
    )

    def decorate(function: Function) -> Function:
        function.check = made  # type: ignore[attr-defined]
        return function if offline else pytest.mark.vcr(function)

    return decorate


def kind(value: object) -> str:
    """What a value is, in a word or two, for the sentence of an assertion: ``None``, ``a dict``, ``a text (str)``."""
    if value is None:
        return "None"
    # What stays in the worker has the name of its type in its repr: <Response>.
    name = repr(value).strip("<>") if type(value).__name__.startswith("Remote") else type(value).__name__
    return KINDS.get(name) or f"{'an' if name[:1].lower() in 'aeio' else 'a'} {name}"
