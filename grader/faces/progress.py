"""How far something is, how fast, and how long it will take: in place on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from typing import TextIO

Tell = Callable[[int, int, int], None]
"""Called with how many are done, how many there are, and how many of those done took work."""

SECONDS = 10.0
"""Between two lines where nobody looks at a terminal."""


@contextlib.contextmanager
def shown(what: str, stream: TextIO, clock: Callable[[], float] = time.monotonic) -> Iterator[Tell]:
    """Tell on this stream."""
    terminal = stream.isatty()
    start = told = clock()
    wide = 0

    def tell(done: int, total: int, worked: int) -> None:
        nonlocal told, wide
        now = clock()
        if done < total and now - told < (0.1 if terminal else SECONDS):
            return
        told = now
        line = sentence(what, done, total, worked, now - start)
        stream.write(f"\r{line:<{wide}}" if terminal else f"{line}\n")
        wide = len(line)
        stream.flush()

    yield tell
    if terminal and wide:
        stream.write("\n")


def sentence(what: str, done: int, total: int, worked: int, seconds: float) -> str:
    """``Grading 12 of 200 · 3.1 a second · 1 min left``; what took no work says nothing about the rate."""
    parts = [f"{what} {done} of {total}"]
    if worked and seconds > 0:
        rate = worked / seconds
        parts.append(f"{rate:.1f} a second" if rate >= 1 else f"{1 / rate:.1f} seconds each")
        if done < total:
            parts.append(f"{_duration((total - done) / rate)} left")
    if done == total:
        parts.append(f"took {_duration(seconds)}")
    return " · ".join(parts)


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{round(seconds)} s"
    return f"{round(seconds / 60)} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
