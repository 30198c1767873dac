"""A nursery within an isolation, and its workers; from outside a watch is kept on what they use.

Nothing here relies on the nursery being alive or truthful: where it is not root, a worker could stop or kill it.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import select
import signal
import socket
import subprocess
import tempfile
import time
from _thread import allocate_lock, start_new_thread
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from grader.judge.process import command, environment

from .tiers import USERS, Isolation, claimed, remove
from .watch import Watch

STARTING = 60.0
"""Seconds that a nursery has to start."""

PATIENCE = 5.0
"""Seconds that it has to make or end a worker."""

BETWEEN_LOOKS = 0.1
"""Seconds between two looks at what a worker uses."""

CPU_SPENT = "Your code was stopped because it used more than {seconds} seconds of processor time."


class Sandbox:
    """A nursery within an isolation; another one where the first was lost. One worker at a time."""

    judges = 1

    def __init__(self, isolation: Isolation) -> None:
        self._isolation, self._claim = _with_own_user(isolation)
        self._isolation.open_up()
        self._asking = allocate_lock()
        self._nursery: _Nursery | None = None
        self._start()

    def _start(self) -> _Nursery:
        if self._nursery is not None:
            self._nursery.kill()
            self._isolation.clean_up()
        self._nursery = _Nursery(self._isolation)
        return self._nursery

    def worker(self) -> Confined:
        """A new worker.

        Raises:
            OSError: when there is none, also from a new nursery.
        """
        their_input, our_output = os.pipe()
        our_input, their_output = os.pipe()
        with self._asking:
            nursery = self._nursery
            try:
                if nursery is None or nursery.lost:
                    raise OSError
                number = nursery.ask(b"worker", their_input, their_output)
            except OSError:
                nursery = self._start()
                number = nursery.ask(b"worker", their_input, their_output)
        os.close(their_input)
        os.close(their_output)
        return Confined(nursery, number, os.fdopen(our_input, "rb"), os.fdopen(our_output, "wb"))

    @contextlib.contextmanager
    def folder(self) -> Iterator[Path | None]:
        """A new, empty folder that judge and worker see, as long as it is needed."""
        shared = self._isolation.shared
        assert shared is not None
        made = Path(tempfile.mkdtemp(dir=shared))
        if self._isolation.user is not None:
            os.chown(made, self._isolation.user, self._isolation.user)
        before = os.umask(0)  # the worker may be somebody else, who is to write to what the check puts there, too
        try:
            yield made
        finally:
            os.umask(before)
            remove([made])

    def close(self) -> None:
        """End it with all that goes on in it, and remove what it left."""
        if self._nursery is not None:
            self._nursery.kill()
        self._isolation.clean_up()
        if self._isolation.shared is not None:
            remove(self._isolation.shared.iterdir())
        if self._claim is not None:
            self._claim.close()


def _with_own_user(isolation: Isolation) -> tuple[Isolation, socket.socket | None]:
    """The isolation with a user that no other sandbox of this machine has, for as long as the claim is open.

    Limits are counted by user, and what a user left is killed: that must not be somebody else's.
    """
    if isolation.user is None:
        return isolation, None
    for more in range(len(USERS)):
        candidate = dataclasses.replace(isolation, number=isolation.number + more)
        claim = claimed(f"order-up-user-{candidate.user}")
        if claim is not None:
            return candidate, claim
    raise OSError("all users that workers can become are taken")


class _Nursery:
    """One process that forks workers, and the sandbox around it."""

    def __init__(self, isolation: Isolation) -> None:
        ours, theirs = socket.socketpair()
        report, told = os.pipe()
        program = command("sandboxed", isolation.settings(), str(theirs.fileno()))
        self.isolation = isolation
        self.lost = False
        self._control = ours
        self._control.settimeout(STARTING)
        self._report = report
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115 - closed by kill
        self._process = subprocess.Popen(
            isolation.wrapped(program, told),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self._complaints,
            env=environment(),
            pass_fds=(theirs.fileno(), told),
            start_new_session=True,
        )
        theirs.close()
        os.close(told)
        self._killing = allocate_lock()
        self._first: int | None = None

    def ask(self, what: bytes, *descriptors: int) -> int:
        """The number that it answers.

        Raises:
            OSError: when it does not answer in time, or not as it should. It is lost then.
        """
        try:
            if descriptors:
                socket.send_fds(self._control, [what], list(descriptors))
            else:
                self._control.sendall(what)
            answer = b""
            while not answer.endswith(b"\n"):
                part = self._control.recv(64)
                if not part or len(answer) > 64:
                    raise OSError("it has ended")
                answer += part
            self._control.settimeout(PATIENCE)
            return int(answer)
        except (OSError, ValueError) as error:
            self.kill()
            raise OSError(f"the process that makes workers does not answer: {self.last_words() or error}") from None

    def last_words(self) -> str:
        with contextlib.suppress(OSError, ValueError):
            self._complaints.seek(0)
            said = self._complaints.read(10_000).decode("utf-8", "replace").strip().splitlines()
            return said[-1] if said else ""
        return ""

    def first(self) -> int | None:
        """Where there is a PID namespace, the process id that its first process has outside."""
        if self._first is None and self.isolation.sweep == "namespace" and select.select([self._report], [], [], 0)[0]:
            with contextlib.suppress(OSError, ValueError, KeyError):
                self._first = int(json.loads(os.read(self._report, 4096))["child-pid"])
        return self._first

    @property
    def process(self) -> int:
        return self._process.pid

    def kill(self) -> None:
        """End it now with all that it started: with its first process a PID namespace ends."""
        with self._killing:
            if self.lost:
                return
            self.lost = True
            self.isolation.end(self._process, self.first())
            self._control.close()
            os.close(self._report)


class Confined:
    """A worker within a sandbox."""

    starts_slowly = False

    def __init__(self, nursery: _Nursery, number: int, incoming: BinaryIO, outgoing: BinaryIO) -> None:
        self._nursery = nursery
        self._number = number
        self.incoming = incoming
        self.outgoing = outgoing
        self.limit = ""
        self._ended = False
        start_new_thread(self._look, ())  # not one of `threading`: a check counts those

    def _look(self) -> None:
        """Until it is ended, see to it that it does not use more than it may."""
        watch = Watch(self._nursery.isolation, self._nursery.process, self._nursery.first)
        time.sleep(BETWEEN_LOOKS)  # most are done by then, and a look takes longer than a check
        while not self._ended and not self._nursery.lost:
            limit = watch.exceeded()
            if limit and not self._ended:
                self.limit = limit
                self._nursery.kill()
            time.sleep(BETWEEN_LOOKS)

    def end(self) -> int:
        self._ended = True
        status = 0
        if self._nursery.lost:
            self._nursery.kill()  # the watch may be at it: wait until nothing is left
        else:
            with contextlib.suppress(OSError):
                status = self._nursery.ask(b"end %d" % self._number)
        if status == -signal.SIGXCPU and not self.limit:
            self.limit = CPU_SPENT.format(seconds=self._nursery.isolation.cpu_seconds)
        with contextlib.suppress(OSError):
            self.outgoing.close()
        return 0 if status == -signal.SIGKILL else status
