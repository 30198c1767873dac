"""Commands at a terminal of their own, and without one: what they write is waited for, never slept for."""

from __future__ import annotations

import os
import select
import struct
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType

from grader.course import Course
from grader.faces.text import clean

from .conftest import environment

SECONDS = 30
"""How long to wait for words that should come: never needed, unless they don't."""

PROGRAM = """
import os, sys
if os.isatty(0):
    import fcntl, termios
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)  # so that Ctrl-C arrives
from grader.commands import main
sys.exit(main(sys.argv[2:], sys.argv[1]))
"""


class Conversation:
    """A program that runs, and what it has written so far."""

    def __init__(self, process: subprocess.Popen[bytes], output: int) -> None:
        self.process = process
        self.everything = ""
        self._output = output
        self.raw = b""
        self._mark = 0

    def __enter__(self) -> Conversation:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self._output)

    def wait_for(self, words: str) -> str:
        """Wait until it has written the words; returns what it wrote up to there since the last time."""
        end = time.monotonic() + SECONDS
        while (found := self.everything.find(words, self._mark)) < 0:
            assert self._read(end - time.monotonic()), f"It never said {words!r}:\n{self.everything[self._mark :]}"
        before, self._mark = self.everything[self._mark : found], found + len(words)
        return before + words

    def ended(self) -> int:
        """Wait for its end; returns its status."""
        end = time.monotonic() + SECONDS
        while self.process.poll() is None and time.monotonic() < end:
            self._read(0.1)
        while self._read(0):
            pass
        status = self.process.poll()
        assert status is not None, f"It never ended:\n{self.everything}"
        return status

    def _read(self, seconds: float) -> bool:
        if seconds < 0 or not select.select([self._output], [], [], max(seconds, 0))[0]:
            return False
        try:
            part = os.read(self._output, 65536)
        except OSError:  # the other end of a terminal was closed
            part = b""
        self.raw += part
        self.everything = clean(self.raw.decode("utf-8", "ignore"))
        return bool(part)


class Terminal(Conversation):
    """A command at a terminal of 80 columns and 24 lines."""

    def __init__(self, course: Course, *arguments: str, program: str = PROGRAM, rows: int = 24, **variables: str):
        import fcntl
        import pty
        import termios

        self._keyboard, self.terminal = pty.openpty()
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, 80, 0, 0))
        self._before = termios.tcgetattr(self.terminal)
        super().__init__(_start(course, arguments, program, self.terminal, variables), self._keyboard)

    def __exit__(
        self, kind: type[BaseException] | None, exception: BaseException | None, traceback: TracebackType | None
    ) -> None:
        super().__exit__(kind, exception, traceback)
        os.close(self.terminal)

    def press(self, keys: str) -> None:
        os.write(self._keyboard, keys.encode())

    @property
    def is_as_before(self) -> bool:
        """Whether the terminal's settings are those that it had at first."""
        import termios

        return termios.tcgetattr(self.terminal) == self._before

    @property
    def screen(self) -> str:
        """What was written since the screen was cleared for the last time."""
        return clean(self.raw.rpartition(b"\x1b[2J")[2].decode("utf-8", "ignore"))


class Pipe(Conversation):
    """A command without a terminal."""

    def __init__(self, course: Course, *arguments: str, **variables: str) -> None:
        reading, writing = os.pipe()
        super().__init__(_start(course, arguments, PROGRAM, writing, variables, stdin=subprocess.DEVNULL), reading)
        os.close(writing)


def _start(
    course: Course,
    arguments: tuple[str, ...],
    program: str,
    output: int,
    variables: dict[str, str],
    stdin: int | None = None,
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", program, str(course.root), *arguments],
        cwd=course.root,
        env=environment(**{"TERM": "xterm", "NO_COLOR": "1", **variables}),
        stdin=output if stdin is None else stdin,
        stdout=output,
        stderr=output,
        start_new_session=True,
    )


def save(path: Path, text: str) -> None:
    """Save as many editors do: write another file, and rename it."""
    other = path.with_name(f".{path.name}.{time.monotonic_ns()}")
    other.write_text(text, encoding="utf-8")
    os.replace(other, path)
