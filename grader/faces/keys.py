"""Single keys from a terminal, without Enter; the terminal is as it was when this is over, however it ends."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from types import FrameType

GONE = ""
"""The key of a terminal that is gone."""

ESCAPE = b"\x1b"


def are_there() -> bool:
    """Whether somebody sits at a terminal who sees the page and can press a key."""
    try:
        if not (sys.stdin.isatty() and sys.stdout.isatty()):
            return False
    except (AttributeError, ValueError):  # no streams, or closed ones
        return False
    if sys.platform == "win32":
        return True
    try:
        return os.tcgetpgrp(0) == os.getpgrp()  # in the background, touching the terminal would stop us
    except OSError:
        return True


@contextlib.contextmanager
def pressed(key: Callable[[str], None]) -> Iterator[None]:
    """Call ``key`` with each key, in lower case, from a thread of its own, as long as the ``with`` lasts."""
    stop = threading.Event()
    with _single_keys():
        reader = threading.Thread(target=_read, args=(key, stop), daemon=True)
        reader.start()
        try:
            yield
        finally:
            stop.set()
            reader.join(1)


@contextlib.contextmanager
def polite_end() -> Iterator[None]:
    """Turn SIGTERM into an exception, so that every ``finally`` on the way out has its turn."""

    def leave(number: int, _frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    before = signal.signal(signal.SIGTERM, leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


if sys.platform == "win32":

    @contextlib.contextmanager
    def _single_keys() -> Iterator[None]:
        yield  # the console's own functions read single keys as it is

    def _read(key: Callable[[str], None], stop: threading.Event) -> None:
        import msvcrt

        while not stop.wait(0.05):
            while msvcrt.kbhit():
                read = msvcrt.getwch()
                if read in ("\x00", "\xe0"):
                    msvcrt.getwch()  # the second half of an arrow or function key
                else:
                    key(read.lower())

else:
    import select
    import termios
    import tty

    @contextlib.contextmanager
    def _single_keys() -> Iterator[None]:
        before = termios.tcgetattr(0)

        def again(_number: int, _frame: FrameType | None) -> None:
            """Back from Ctrl-Z: the shell had the terminal in between."""
            if are_there():
                tty.setcbreak(0)

        handler = signal.signal(signal.SIGCONT, again)
        try:
            tty.setcbreak(0)
            yield
        finally:
            signal.signal(signal.SIGCONT, handler)
            with contextlib.suppress(termios.error):  # the terminal is gone
                termios.tcsetattr(0, termios.TCSADRAIN, before)

    def _read(key: Callable[[str], None], stop: threading.Event) -> None:
        while not stop.is_set():
            try:
                if not select.select([0], [], [], 0.1)[0]:
                    continue
                read = os.read(0, 64)
            except OSError:
                read = b""
            if not read:
                key(GONE)
                return
            if read.startswith(ESCAPE):
                continue  # an arrow or a function key
            for character in read.decode("utf-8", "replace"):
                key(character.lower())
