"""A worker as the judge has it: a process at the other end of a link, or the same code in this process."""

from __future__ import annotations

import contextlib
import os
import select
from _thread import allocate_lock, start_new_thread
from typing import TYPE_CHECKING

from grader.door.link import LONGEST, Answer, Closed, InlineLink, Link, Message, TooSlow, dump, load

from .process import Process

if TYPE_CHECKING:
    from grader.worker.host import Host

    from .door import Door

READY = -1
"""The number of the question whether it has started; the others count from 1."""

STARTING = 60.0
"""Seconds that a worker has to start. They are nobody's time but the machine's."""

ENDING = 2.0
"""Seconds within which a worker must have ended a check."""

MOST_BYTES = 64 * 1024 * 1024
MOST_MESSAGES = 100_000
"""What a worker may say during one check: far more than a check has time for, and less than fills the memory here."""

MOST_CALLBACKS = 100
"""How many functions of a check may be called at once from threads of the learner's code."""

STALLED = 5.0
"""Seconds in which a worker must read on; one that does not read what it is sent would stop the judge."""

NONSENSE = (KeyError, IndexError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError)
"""What comes of taking a message for what it is not."""


class Worker:
    """A worker at the other end of a link; it serves one check after another, for one exercise.

    Args:
        process: the running worker; None runs the learner's code in this process, for a debugger.
    """

    def __init__(self, process: Process | None) -> None:
        self._process = process
        self._writing = allocate_lock()
        self._pipe = os.dup(process.outgoing.fileno()) if process is not None and os.name == "posix" else None
        """Our own end of what is sent: nobody closes it while something is written."""
        self._said = [0, 0]
        self._callbacks = 0
        self._ended = False
        self.status = 0
        self.limit = ""
        """Which limit ended it, as a sentence; empty where none did."""
        self.check: Door | None = None
        self.functions: dict[str, set[str]] = {}
        """By the text of a module, what is known to be a function in it: it need not be asked for again."""
        self._ending: int | None = None
        self._started = process is None or not process.starts_slowly
        self.host: Host | None = None
        """The other side, where it is in this process."""
        self.nonsense = ""
        """What is wrong with what it says, once it says something that no worker says."""
        if process is None:
            self.link = self._inline()
        else:
            self.link = Link(self, self._send)
            start_new_thread(self._read, ())

    @property
    def alive(self) -> bool:
        """Whether it can serve another check: it runs, and nothing of the last one goes on in it."""
        self._settle()
        return not self._ended and not self.link.closed

    def wait_until_started(self) -> None:
        """A check's time begins when there is somebody to do it."""
        if not self._started:
            self._started = True
            with contextlib.suppress(TooSlow, Closed):  # the first question says why
                self.link.ask({"op": "ready"}, seconds=STARTING, number=READY)

    def end_check(self) -> None:
        """Tell it that its check is over, and don't wait: what comes of it is asked for before the next one."""
        self._ending = self.link.post({"op": "end"})
        self._said = [0, 0]

    def _settle(self) -> None:
        """End a worker in which something of its last check goes on."""
        ending, self._ending = self._ending, None
        if ending is None:
            return
        try:
            late = bool(self.link.wait(ending, seconds=None if self.inline else ENDING)["value"]["late"])
        except (TooSlow, Closed, *NONSENSE):
            late = True
        if late:
            self.kill()

    @property
    def inline(self) -> bool:
        return self._process is None

    def _inline(self) -> Link:
        from grader.worker.host import Host

        self.host = host = Host(lambda work: work(), inline=True)
        ours = InlineLink(self, lambda message: theirs.receive(load(dump(message))))
        host.link = theirs = InlineLink(host, lambda message: ours.receive(load(dump(message))))
        return ours

    def _send(self, message: Message) -> None:
        line = dump(message)
        try:
            with self._writing:
                if not self._ended and not self.link.closed:  # who waited for its turn may come too late
                    self._write(line)
        except (OSError, ValueError):
            self.link.close()

    def _write(self, line: bytes) -> None:
        """Write to a worker that may have stopped reading.

        Raises:
            TimeoutError: when it does not read on.
        """
        assert self._process is not None
        if self._pipe is None:  # where a pipe can't be asked whether it takes more
            self._process.outgoing.write(line)
            self._process.outgoing.flush()
            return
        left = memoryview(line)
        os.set_blocking(self._pipe, False)
        while left:
            try:
                left = left[os.write(self._pipe, left) :]
            except BlockingIOError:
                room = select.poll()
                room.register(self._pipe, select.POLLOUT)
                if not room.poll(STALLED * 1000):
                    raise TimeoutError("it reads nothing") from None

    def _read(self) -> None:
        """Take in what the worker says until it is gone."""
        assert self._process is not None
        try:
            while line := self._process.incoming.readline(LONGEST + 1):
                if len(line) > LONGEST:
                    raise ValueError("a message that is too long")
                self._count(len(line))
                self.link.receive(load(line))
        except OSError:
            pass
        except Exception as error:  # whatever it is that nonsense leads to: such a worker is as good as gone
            self.spoil(error)
        finally:
            self.link.close()
            with contextlib.suppress(OSError):
                self._process.incoming.close()

    def _count(self, length: int) -> None:
        """Raises ValueError when it has said more than a check can have to say."""
        messages, size = self._said
        self._said = [messages + 1, size + length]
        if messages >= MOST_MESSAGES or size + length > MOST_BYTES:
            raise ValueError("more than a check has to say")

    def spoil(self, error: Exception) -> None:
        """It says what no worker says; nothing more is taken from it."""
        self.nonsense = f"{type(error).__name__}: {error}"
        self.link.close()

    def schedule(self, message: Message) -> None:
        if message["op"] != "callback" or self.inline:
            self.link.serve(message)
        elif self._callbacks >= MOST_CALLBACKS:
            raise ValueError("more calls at once than a check has to answer")
        else:
            self._callbacks += 1
            start_new_thread(self._call_back, (message,))  # it may ask, and the reading thread must read the answer

    def _call_back(self, message: Message) -> None:
        try:
            self.link.serve(message)
        finally:
            self._callbacks -= 1

    def serve(self, message: Message, answer: Answer) -> None:
        if self.check is not None:
            self.check.serve(message, answer)

    def kill(self) -> None:
        """End it now, with all that it started."""
        if not self._ended and self._process is not None:
            self._ended = True
            self.status = self._process.end()
            self.limit = self._process.limit
            if self._pipe is not None:
                with self._writing:
                    os.close(self._pipe)
