"""What stands in for the terminal of the learner's code."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any, TextIO

from grader.door.link import Message

LONGEST_OUTPUT = 20_000
"""How many characters of a check's output reach the judge."""


class Output(io.TextIOBase):
    """``sys.stdout`` and ``sys.stderr`` of the learner's code: sent to the judge as it comes, up to a limit."""

    encoding = "utf-8"

    def __init__(self, tell: Callable[[Message], None], also: TextIO | None = None) -> None:
        self._tell = tell
        self._also = also
        self._left = LONGEST_OUTPUT

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._pass_on("output", text)
        if self._also is not None:
            self._also.write(text)
        return len(text)

    def note(self, text: str) -> None:
        """Tell the judge of a text that was logged; no stream has seen it yet."""
        self._pass_on("logged", text)

    def _pass_on(self, operation: str, text: str) -> None:
        kept, self._left = text[: self._left], self._left - len(text[: self._left])
        if kept:
            self._tell({"op": operation, "text": kept})

    def flush(self) -> None:
        if self._also is not None:
            self._also.flush()

    def close_down(self) -> None:
        """The check is over: what threads still write on their way out is nobody's output."""
        self._tell = lambda message: None
        self._also = None

    @property
    def buffer(self) -> Bytes:
        """Where a program writes bytes that it doesn't want encoded."""
        return Bytes(self)

    def reconfigure(self, **options: object) -> None:
        """It is UTF-8 already, and written at once."""


class Bytes(io.RawIOBase):
    """The ``buffer`` of an output."""

    def __init__(self, output: Output) -> None:
        self._output = output

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._output.write(bytes(data).decode("utf-8", "replace"))
        return len(data)


class NoInput(io.TextIOBase):
    """``sys.stdin`` of the learner's code: nobody is there to answer."""

    encoding = "utf-8"

    def readable(self) -> bool:
        return True

    def readline(self, size: int | None = -1, /) -> str:  # type: ignore[override]
        raise EOFError("input() gets no answer here: nobody sits at the keyboard while your code is checked")

    read = readline
