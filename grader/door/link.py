"""The talk between judge and worker: questions, answers, and questions while an answer is awaited.

A message is one JSON object. A question has an ``id``; its answer says ``re`` and the same number. Either side may ask.
A question that is asked *because of* another one (a callback, and what the callback asks in turn) says ``during``: it
is answered by the very thread that waits for that other answer, so that calls nest as they do in one process. A
message without ``id`` wants no answer.

Threads wait only at mailboxes made of raw locks: the worker replaces ``threading`` and ``time`` for the learner's code.
"""

from __future__ import annotations

import collections
import contextlib
import itertools
from _thread import allocate_lock, get_ident
from collections.abc import Callable, Iterator
from json import dumps, loads  # taken now: the learner's code may replace what it finds in a module
from time import monotonic  # the real one: the worker replaces it for the learner's code later
from typing import Any, Protocol

Message = dict[str, Any]
Answer = Callable[[Message], None]

LONGEST = 16 * 1024 * 1024
"""The most bytes that one message may have. As JSON's smallest values it takes twenty times as much memory."""


class Closed(BaseException):
    """The other side is gone. Not an ``Exception``, so that no ``except Exception`` of a learner hides it."""


class TooSlow(BaseException):
    """No answer came within the time limit."""


class Mailbox:
    """Where one thread waits for what concerns it."""

    def __init__(self) -> None:
        self._messages: collections.deque[Message | None] = collections.deque()
        self._ready = allocate_lock()
        self._ready.acquire()

    def put(self, message: Message | None) -> None:
        self._messages.append(message)
        if self._ready.locked():
            try:
                self._ready.release()
            except RuntimeError:  # another thread released it first
                return

    def get(self, deadline: float | None = None) -> Message:
        """The next message.

        Raises:
            TooSlow: after ``deadline``, a moment of ``time.monotonic``, however many there are.
            Closed: when none will come any more.
        """
        while True:
            left = -1 if deadline is None else max(deadline - monotonic(), 0.0)
            if left == 0:
                raise TooSlow
            if self._messages:
                break
            if not self._ready.acquire(True, left):
                raise TooSlow
        message = self._messages.popleft()
        if message is None:
            self.put(None)
            raise Closed
        return message


class Side(Protocol):
    """What a side does with questions from the other side."""

    def serve(self, message: Message, answer: Answer) -> None:
        """Answer a question now, or keep ``answer`` and call it later."""

    def schedule(self, message: Message) -> None:
        """Have ``Link.serve`` called with a question that belongs to no waiting thread, by the right thread for it."""


class Link:
    """One side's end of the talk.

    Args:
        side: what answers the questions of the other end.
        send: carries a message to the other end.
    """

    def __init__(self, side: Side, send: Callable[[Message], None]) -> None:
        self._side = side
        self._send = send
        self._numbers = itertools.count(1)
        self._waiting: dict[int, Mailbox] = {}
        self._answering: dict[int, list[int]] = {}
        self._open: set[int] = set()
        self._inherited: dict[int, int] = {}
        self._closed = False
        self.arrived: Callable[[int], None] = lambda number: None
        """Called with the number of an answer before the waiting thread wakes."""

    def tell(self, message: Message) -> None:
        """Say something that wants no answer."""
        self._send(message)

    def number(self) -> int:
        """A number for a question that is about to be asked."""
        return next(self._numbers)

    @property
    def depth(self) -> int:
        """How many questions the current thread is answering, one because of the other."""
        return len(self._answering.get(get_ident(), ()))

    def during(self) -> int:
        """The question because of which the current thread would ask one now; 0 when there is none."""
        stack = self._answering.get(get_ident())
        if stack:
            return stack[-1]
        inherited = self._inherited.get(get_ident(), 0)
        return inherited if inherited in self._open else 0

    def heir(self) -> Callable[[], contextlib.AbstractContextManager[None]]:
        """What a thread that the current one is about to start must enter: it asks because of the same question."""
        question = self.during()

        @contextlib.contextmanager
        def inherit() -> Iterator[None]:
            self._inherited[get_ident()] = question
            try:
                yield
            finally:
                del self._inherited[get_ident()]

        return inherit

    def ask(self, message: Message, *, seconds: float | None = None, number: int | None = None) -> Message:
        """Ask, and meanwhile answer whatever the other side asks because of it.

        Raises:
            TooSlow: when there is no answer within ``seconds``, however much was said meanwhile.
            Closed: when the other side is gone.
        """
        return self.wait(self.post(message, number=number), seconds=seconds)

    def post(self, message: Message, *, number: int | None = None) -> int:
        """Ask, and go on; :meth:`wait` for the answer later. The question's number."""
        number = self.number() if number is None else number
        self._waiting[number] = Mailbox()
        if not self._closed:
            self._send({"id": number, "during": self.during(), **message})
        return number

    def wait(self, number: int, *, seconds: float | None = None) -> Message:
        """The answer to a question that was posted. Raises what :meth:`ask` does."""
        deadline = None if seconds is None else monotonic() + seconds
        mailbox = self._waiting[number]
        try:
            if self._closed:
                raise Closed
            while True:
                incoming = mailbox.get(deadline)
                if "re" in incoming:
                    return incoming
                self.serve(incoming)
        finally:
            del self._waiting[number]

    def serve(self, message: Message) -> None:
        """Have this side answer a question in the current thread."""
        stack = self._answering.setdefault(get_ident(), [])
        number = message.get("id")
        if number is None:
            self._side.serve(message, lambda reply: None)
            return
        stack.append(number)
        self._open.add(number)
        try:
            self._side.serve(message, lambda reply: self._send({"re": number, **reply}))
        finally:
            stack.pop()
            self._open.discard(number)
            if not stack:
                del self._answering[get_ident()]

    def receive(self, message: Message) -> None:
        """Take a message from the other end to the thread that it concerns."""
        if "re" in message:
            mailbox = self._waiting.get(message["re"])
            if mailbox is not None:
                self.arrived(message["re"])
                mailbox.put(message)
            return
        mailbox = self._waiting.get(message.get("during", 0))
        if mailbox is not None:
            mailbox.put(message)
        else:
            self._side.schedule(message)

    @property
    def closed(self) -> bool:
        return self._closed

    def close(self) -> None:
        """Wake every waiting thread: nothing will come any more."""
        self._closed = True
        for mailbox in list(self._waiting.values()):
            mailbox.put(None)


class InlineLink(Link):
    """An end of the talk within one process: whoever asks also runs the answer, so that a debugger can follow."""

    def receive(self, message: Message) -> None:
        if "re" in message:
            super().receive(message)
        else:
            self._side.schedule(message)


def dump(message: Message) -> bytes:
    """The message as a line of JSON."""
    return dumps(message, separators=(",", ":"), allow_nan=False).encode("ascii") + b"\n"


def load(line: bytes) -> Message:
    """The message of a line.

    Raises:
        ValueError: when it is not a JSON object.
    """
    message = loads(line)
    if not isinstance(message, dict):
        raise ValueError("a message that is not a JSON object")
    return message
