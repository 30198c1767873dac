"""Virtual time: waiting costs nothing, and everybody agrees how long it took.

Time stands still while anything runs. When every thread of the learner's code waits, it jumps to the earliest
moment that one of them waits for. To know that they all wait, the locks of ``threading`` (and with them events,
conditions, queues, pools and joins) are replaced by ones that keep count; a released lock counts its next owner as
running at once, so there is no moment in which a thread that is about to go on looks like one that waits.

A thread that awaits an answer from a server counts as running, because a server answers; unless the judge says
that it holds the answer back.
"""

from __future__ import annotations

import _thread
import collections
import contextlib
import datetime
import heapq
import itertools
import operator
import queue
import threading
import time
from _thread import allocate_lock, get_ident
from collections.abc import Callable, Iterator
from typing import Any

import requests

from .dates import virtual_date, virtual_datetime
from .patching import MISSING, replaced

_real_sleep, _real_localtime, _real_gmtime = time.sleep, time.localtime, time.gmtime
_real_strftime, _real_ctime, _real_asctime = time.strftime, time.ctime, time.asctime


Context = Callable[[], contextlib.AbstractContextManager[None]]


class Waiter:
    """One thread that waits, for a lock, a moment, or both."""

    __slots__ = ("counts", "done", "granted", "raw")

    def __init__(self) -> None:
        self.counts = False
        self.raw = allocate_lock()
        self.raw.acquire()
        self.granted = False
        self.done = False


class Clock:
    """Virtual time for one check.

    Args:
        start: the moment at which it begins, in seconds since 1970.
        stuck: called when every thread waits and no moment will come that wakes one, with the number of threads
            that wait for an answer which the judge holds back.
        heir: called where a thread is started; what it returns is entered by the new thread for its life.
    """

    def __init__(
        self,
        start: float,
        stuck: Callable[[int], None] = lambda held: None,
        heir: Callable[[], Context] = lambda: contextlib.nullcontext,
    ) -> None:
        self._monitor = allocate_lock()
        self._stuck = stuck
        self.heir = heir
        self._order = itertools.count()
        self.start = start
        self.elapsed = 0.0
        self.slept: list[float] = []
        self.threads = 0
        """How many threads of the learner's code were started and have not ended."""
        self._running = 0
        self._counted: set[int] = set()
        self._calls = 0
        self._begun = 0
        self.stuck_after = 0
        """How many calls had begun when it last was so that every thread waited."""
        self._timers: list[tuple[float, int, Waiter]] = []
        self._waiting: set[Waiter] = set()
        self._held: set[int] = set()
        self._closed = False

    def now(self) -> float:
        return self.start + self.elapsed

    def advance(self, seconds: float) -> None:
        """Let time pass while nothing runs; who waited for a moment before then goes on."""
        with self._monitor:
            self.elapsed += seconds
            while self._timers and self._timers[0][0] <= self.elapsed:
                self._wake(heapq.heappop(self._timers)[2])

    def close(self) -> None:
        """The check is over: threads that still wait, or come to wait, end."""
        with self._monitor:
            self._closed = True
            for waiter in list(self._waiting):
                self._wake(waiter)

    # What runs

    @contextlib.contextmanager
    def call(self) -> Iterator[None]:
        """The current thread works for the judge; only then does time pass.

        A thread counts once, however deep its calls are nested: it may be called back from within a call.
        """
        thread = get_ident()
        with self._monitor:
            fresh = thread not in self._counted
            self._counted.add(thread)
            self._running += fresh
            self._calls += 1
            self._begun += 1
        try:
            yield
        finally:
            with self._monitor:
                if fresh:
                    self._counted.discard(thread)
                self._running -= fresh
                self._calls -= 1
                stuck = self._pass_time()
            if stuck:
                self._stuck(len(self._held))

    def thread_starts(self) -> None:
        """A thread is about to start; until it says :meth:`thread_runs` it counts for the one that starts it."""
        with self._monitor:
            self._running += 1
            self.threads += 1

    def thread_never_starts(self) -> None:
        with self._monitor:
            self._running -= 1
            self.threads -= 1

    def thread_runs(self) -> None:
        with self._monitor:
            self._counted.add(get_ident())

    def thread_ends(self) -> None:
        with self._monitor:
            self._counted.discard(get_ident())
            self._running -= 1
            self.threads -= 1
            stuck = self._pass_time()
        if stuck:
            self._stuck(len(self._held))

    def hold(self, number: int) -> None:
        """The judge holds the answer to this question back: its thread waits now."""
        with self._monitor:
            self._held.add(number)
            self._running -= 1
            stuck = self._pass_time()
        if stuck:
            self._stuck(len(self._held))

    def release(self, number: int) -> None:
        """The answer to this question is here: if it was held back, its thread runs again."""
        with self._monitor:
            if number in self._held:
                self._held.discard(number)
                self._running += 1

    # Waiting

    def sleep(self, seconds: float) -> None:
        """``time.sleep`` in virtual time."""
        if not isinstance(seconds, float):
            seconds = operator.index(seconds)
        if seconds != seconds:
            raise ValueError("Invalid value NaN (not a number)")
        if seconds < 0:
            raise ValueError("sleep length must be non-negative")
        if seconds > threading.TIMEOUT_MAX:
            raise OverflowError("timestamp too large to convert to C PyTime_t")
        if seconds == 0:
            _real_sleep(0)
            return
        self.slept.append(seconds)
        self.wait(Waiter(), seconds)

    def pause(self, seconds: float) -> None:
        """Let the current thread wait for something else than its own wish: a server that takes its time."""
        if seconds > 0:
            self.wait(Waiter(), seconds)

    def wait(self, waiter: Waiter, seconds: float | None, monitored: bool = False) -> None:
        """Block the current thread until the waiter is granted what it waits for, or ``seconds`` have passed.

        With ``monitored`` the caller holds the monitor, and it is free again afterwards.
        """
        if not monitored:
            self._monitor.acquire()
        if self._closed:
            self._monitor.release()
            raise SystemExit
        self._waiting.add(waiter)
        waiter.counts = get_ident() in self._counted
        if seconds is not None:
            heapq.heappush(self._timers, (self.elapsed + seconds, next(self._order), waiter))
        self._running -= waiter.counts
        stuck = self._pass_time()
        self._monitor.release()
        if stuck:
            self._stuck(len(self._held))
        waiter.raw.acquire()
        if self._closed:
            raise SystemExit

    def grant(self, waiter: Waiter) -> bool:
        """Give a waiter what it waits for; False when its time is already up. The caller holds the monitor."""
        if waiter.done:
            return False
        waiter.granted = True
        self._wake(waiter)
        return True

    def _wake(self, waiter: Waiter) -> None:
        if not waiter.done:
            waiter.done = True
            self._waiting.discard(waiter)
            self._running += waiter.counts
            waiter.raw.release()

    def _pass_time(self) -> bool:
        """Jump to the next moment when nothing runs. True when nothing runs and there is no such moment."""
        if self._running > 0 or not self._calls:
            return False
        while self._timers:
            moment, _, waiter = heapq.heappop(self._timers)
            if not waiter.done:
                self.elapsed = max(self.elapsed, moment)
                self._wake(waiter)
                return False
        self.stuck_after = self._begun
        return True

    # What the learner's code sees instead of the real thing

    @contextlib.contextmanager
    def installed(self) -> Iterator[None]:
        """Put virtual time in place of ``time``, ``datetime`` and the locks of ``threading`` and ``queue``."""
        try:
            with replaced(self._replacements()):
                yield
        finally:
            self.close()

    def _replacements(self) -> Iterator[tuple[Any, str, Any]]:
        def seconds(elapsed: bool) -> Callable[[], float]:
            return (lambda: self.elapsed) if elapsed else self.now

        def nanoseconds(read: Callable[[], float]) -> Callable[[], int]:
            return lambda: round(read() * 1e9)

        for name, elapsed in (("time", False), ("monotonic", True), ("perf_counter", True)):
            yield time, name, seconds(elapsed)
            yield time, f"{name}_ns", nanoseconds(seconds(elapsed))
        yield time, "sleep", self.sleep
        yield time, "localtime", lambda secs=None: _real_localtime(self.now() if secs is None else secs)
        yield time, "gmtime", lambda secs=None: _real_gmtime(self.now() if secs is None else secs)
        yield time, "ctime", lambda secs=None: _real_ctime(self.now() if secs is None else secs)
        yield time, "asctime", lambda t=None: _real_asctime(time.localtime() if t is None else t)
        yield time, "strftime", lambda form, t=None: _real_strftime(form, time.localtime() if t is None else t)
        yield datetime, "datetime", virtual_datetime(self.now)
        yield datetime, "date", virtual_date(self.now)

        lock = virtual_lock(self)
        yield threading, "Lock", lock
        yield threading, "_allocate_lock", lock
        yield threading, "RLock", threading._PyRLock  # type: ignore[attr-defined]
        yield threading, "_time", seconds(True)
        for name, method in virtual_thread(self).items():
            yield threading.Thread, name, method
        yield _thread, "start_new_thread", virtual_start_new_thread(self)
        yield queue, "time", seconds(True)
        yield requests.sessions, "preferred_clock", seconds(True)  # for ``Response.elapsed``
        yield queue, "SimpleQueue", queue._PySimpleQueue  # type: ignore[attr-defined]


def virtual_lock(clock: Clock) -> type:
    """A lock like ``threading.Lock`` that tells the clock who waits."""

    class Lock:
        def __init__(self) -> None:
            self._locked = False
            self._waiters: collections.deque[Waiter] = collections.deque()

        def acquire(self, blocking: bool = True, timeout: float = -1) -> bool:
            if timeout != -1:
                if not blocking:
                    raise ValueError("can't specify a timeout for a non-blocking call")
                if timeout < 0:
                    raise ValueError("timeout value must be a non-negative number")
            clock._monitor.acquire()
            if not self._locked:
                self._locked = True
                clock._monitor.release()
                return True
            if not blocking or timeout == 0:
                clock._monitor.release()
                return False
            waiter = Waiter()
            self._waiters.append(waiter)
            clock.wait(waiter, None if timeout == -1 else timeout, monitored=True)
            if not waiter.granted:
                clock.slept.append(timeout)
            return waiter.granted

        def release(self) -> None:
            with clock._monitor:
                if not self._locked:
                    raise RuntimeError("release unlocked lock")
                while self._waiters:
                    if clock.grant(self._waiters.popleft()):
                        return
                self._locked = False

        def locked(self) -> bool:
            return self._locked

        def _at_fork_reinit(self) -> None:
            self.__init__()  # type: ignore[misc]

        __enter__ = acquire

        def __exit__(self, *exception: object) -> None:
            self.release()

    Lock.__qualname__ = "lock"
    return Lock


def virtual_start_new_thread(clock: Clock) -> Callable[..., int]:
    """``_thread.start_new_thread``, for a thread that is counted as those of ``threading`` are."""
    start = _thread.start_new_thread

    def start_new_thread(function: Callable[..., Any], arguments: Any, keywords: Any = MISSING, /) -> int:
        inherit = clock.heir()

        def run() -> None:
            clock.thread_runs()
            try:
                with inherit():
                    function(*arguments, **({} if keywords is MISSING else keywords))
            finally:
                clock.thread_ends()

        clock.thread_starts()
        try:
            return start(run, ())
        except BaseException:
            clock.thread_never_starts()
            raise

    return start_new_thread


class Life:
    """What is kept at a thread: a lock that it holds as long as it lives, and what it enters when it starts."""

    def __init__(self, over: threading.Lock, inherit: Context) -> None:
        self.over, self.inherit, self.ended = over, inherit, False
        over.acquire()


def virtual_thread(clock: Clock) -> dict[str, Callable[..., Any]]:
    """Methods for ``threading.Thread``: a thread counts from its start to its end, and ``join`` waits virtually."""
    thread: Any = threading.Thread
    start, bootstrap, join, is_alive = thread.start, thread._bootstrap, thread.join, thread.is_alive

    def virtual_start(self: Any) -> None:
        if not self._started.is_set():
            self._virtual = Life(threading.Lock(), clock.heir())
            clock.thread_starts()
        try:
            start(self)
        except BaseException:
            if not self._started.is_set():  # it will never run
                clock.thread_never_starts()
            raise

    def virtual_bootstrap(self: Any) -> None:
        clock.thread_runs()
        try:
            with self._virtual.inherit():
                bootstrap(self)
        finally:
            self._virtual.ended = True
            self._virtual.over.release()
            clock.thread_ends()

    def virtual_join(self: Any, timeout: float | None = None) -> None:
        life = getattr(self, "_virtual", None)
        if life is not None and self is not threading.current_thread():
            if not life.over.acquire(True, -1 if timeout is None else max(timeout, 0.0)):
                return
            life.over.release()
        join(self)

    def virtual_is_alive(self: Any) -> bool:
        return is_alive(self) and not (hasattr(self, "_virtual") and self._virtual.ended)

    return {"start": virtual_start, "_bootstrap": virtual_bootstrap, "join": virtual_join, "is_alive": virtual_is_alive}
