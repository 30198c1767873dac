"""What there is to say of an exception: its text, its attributes, and where in a file it came through."""

from __future__ import annotations

import linecache
import traceback
from collections.abc import Callable, Iterator
from typing import Any

MOST_FRAMES = 20
"""How many lines are told of: a function that calls itself for ever comes through a thousand."""


def frames_of(error: BaseException, path: str) -> list[dict[str, Any]]:
    """The lines of a file that an exception came through, outermost first; of very many, those at both ends."""
    frames = []
    for frame in traceback.extract_tb(error.__traceback__):
        if frame.filename == path:
            frames.append({"line": frame.lineno or 0, "function": frame.name, "code": (frame.line or "").strip()})
    if isinstance(error, SyntaxError) and error.filename == path:
        code = (error.text or linecache.getline(error.filename, error.lineno or 0)).strip()
        frames.append({"line": error.lineno or 0, "function": "<module>", "code": code})
    return frames if len(frames) <= MOST_FRAMES else frames[: MOST_FRAMES // 2] + frames[-MOST_FRAMES // 2 :]


def _safely(text: Callable[[], str]) -> str:
    try:
        return text()
    except Exception as error:
        return f"(its text can't be shown: {type(error).__name__})"


def text_of(error: BaseException) -> str:
    if len(error.args) == 1 and isinstance(error, (KeyError, StopIteration)):
        return _safely(lambda: str(error.args[0]))
    return _safely(lambda: str(error))


def attributes_of(error: BaseException) -> Iterator[tuple[str, Any]]:
    """An exception's own attributes, and those that Python keeps elsewhere."""
    yield from vars(error).items()
    for name in ("errno", "strerror", "filename", "code", "value", "name", "start", "end", "reason"):
        if name not in vars(error) and getattr(error, name, None) is not None:
            yield name, getattr(error, name)
