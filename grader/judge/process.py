"""Where workers come from: forked off a nursery that has everything loaded, or started anew where there is no fork."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from _thread import allocate_lock
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol

if TYPE_CHECKING:
    from grader.isolation import Isolation, Sandbox

ROOT = Path(__file__).resolve().parents[2]

LAUNCH = (
    # What is loaded stays: looking for garbage among it takes a tenth of the time.
    "import gc; gc.disable(); import sys; sys.path.insert(0, {root!r}); import grader.worker.main as worker; "
    "sys.path[:] = [place for place in sys.path if place != {root!r}]; worker.main(sys.argv[1:])"
)


class Process(Protocol):
    """A running worker: two pipes, and the power to end it."""

    incoming: BinaryIO
    """Closed by whoever reads it: a grandchild that lives on may keep it open, and its reader waiting."""
    outgoing: BinaryIO
    starts_slowly: bool
    """Whether it has still to load what workers need."""
    limit: str
    """Which limit ended it, as a sentence for the learner; empty where none did. Known once it was ended."""

    def end(self) -> int:
        """Kill it with all its children. The exit status, negative for a signal, if it ended by itself before."""


def command(*arguments: str) -> list[str]:
    """The command that runs ``grader.worker.main``: isolated, with nothing of the repository importable later."""
    return [sys.executable, "-I", "-X", "utf8", "-c", LAUNCH.format(root=str(ROOT)), *arguments]


def environment() -> dict[str, str]:
    """What a worker's process inherits: what Python needs to run, and nothing that could steer HTTP."""
    kept = ("PATH", "SYSTEMROOT", "SYSTEMDRIVE", "TEMP", "TMP", "LANG", "LC_ALL", "LD_LIBRARY_PATH")
    home = os.path.join(tempfile.gettempdir(), "order-up-no-home")  # where there is no .netrc
    given = {name: os.environ[name] for name in kept if name in os.environ}
    # The same time zone everywhere, and not UTC: a time of UTC that is taken for local time must not pass for right on
    # the machines of a data centre, and fail at home. In this form Windows knows it, too.
    #
    # Without NO_PROXY requests asks Windows and macOS for the proxy of the whole machine.
    return {**given, "HOME": home, "USERPROFILE": home, "TZ": "CET-1", "NO_PROXY": "*"}


class Spawned:
    """A worker started as a program of its own."""

    starts_slowly = True
    limit = ""

    def __init__(self) -> None:
        flags = {"start_new_session": True} if os.name == "posix" else {}
        self._process = subprocess.Popen(
            command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment(),
            **flags,  # type: ignore[call-overload]
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self.outgoing: BinaryIO = self._process.stdin
        self.incoming: BinaryIO = self._process.stdout

    def end(self) -> int:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(0.05 if self._process.poll() is None else 0)
        ended = self._process.poll()
        if os.name == "posix":
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()
        self._process.wait()
        with contextlib.suppress(OSError):
            self.outgoing.close()
        return ended if ended is not None else 0


class Nursery:
    """The process that forks workers.

    Args:
        judges: how many processes will ask it for workers: this one, and those that it forks.
    """

    def __init__(self, judges: int = 1) -> None:
        pairs = [socket.socketpair() for _ in range(judges)]
        theirs = [pair[1].fileno() for pair in pairs]
        self._process = subprocess.Popen(
            command("nursery", *map(str, theirs)),
            stdin=subprocess.DEVNULL,
            env=environment(),
            pass_fds=theirs,
            start_new_session=True,
        )
        self._owner = os.getpid()
        self._controls = [ours for ours, _ in pairs]
        for _, their in pairs:
            their.close()
        self._control = self._controls[0]
        self._asking = allocate_lock()

    @property
    def judges(self) -> int:
        return len(self._controls)

    def serve_judge(self, number: int) -> None:
        """In a judge that was just forked: from here on this is the nursery of the judge with this number."""
        for control in self._controls:
            if control is not self._controls[number]:
                control.close()
        self._control = self._controls[number]

    def worker(self) -> Forked:
        their_input, our_output = os.pipe()
        our_input, their_output = os.pipe()
        with self._asking:
            socket.send_fds(self._control, [b"worker"], [their_input, their_output])
            number = self._answer()
        os.close(their_input)
        os.close(their_output)
        return Forked(self, number, os.fdopen(our_input, "rb"), os.fdopen(our_output, "wb"))

    def folder(self) -> AbstractContextManager[None]:
        """Its workers see all that this process sees."""
        return contextlib.nullcontext()

    def status(self, number: int) -> int:
        with self._asking:
            self._control.sendall(b"wait %d" % number)
            return self._answer()

    def _answer(self) -> int:
        answer = b""
        while not answer.endswith(b"\n"):
            part = self._control.recv(64)
            if not part:
                raise OSError("the process that makes workers has ended")
            answer += part
        return int(answer)

    def close(self) -> None:
        """This judge needs no more workers. The nursery ends with the last of its judges."""
        self._control.close()
        if self._owner == os.getpid() and self.judges == 1:
            self._process.kill()
            self._process.wait()


class Forked:
    """A worker forked off the nursery."""

    starts_slowly = False
    limit = ""

    def __init__(self, nursery: Nursery, number: int, incoming: BinaryIO, outgoing: BinaryIO) -> None:
        self._nursery = nursery
        self._number = number
        self.incoming = incoming
        self.outgoing = outgoing

    def end(self) -> int:
        # A worker that is alive is killed here; one that has ended keeps its own status.
        with contextlib.suppress(OSError):
            os.killpg(self._number, signal.SIGKILL)
        status = 0
        with contextlib.suppress(OSError):
            status = self._nursery.status(self._number)
        with contextlib.suppress(OSError):
            self.outgoing.close()
        return 0 if status == -signal.SIGKILL else status


CAN_FORK = hasattr(os, "fork")

_warm: list[Nursery | Sandbox] = []
_kept_apart: list[Isolation] = []
"""How, from the moment at which this process was told to: no later worker of it may come from a bare nursery."""


def warm_up(judges: int = 1, isolation: Isolation | None = None) -> None:
    """Start the nursery now, so that it loads what workers need while this process loads pytest.

    Args:
        judges: how many processes will need workers: this one, and those that :func:`fork_judge` makes of it. With
            an isolation it is this one.
        isolation: keep the learner's code apart, in this process from now on.
    """
    if isolation is not None:
        _kept_apart[:] = [isolation]
        while _warm:
            _warm.pop().close()
        _warm.append(_sandbox(isolation))
    elif CAN_FORK and not _warm:
        _warm.append(_sandbox(_kept_apart[0]) if _kept_apart else Nursery(judges))


def _sandbox(isolation: Isolation) -> Sandbox:
    from grader.isolation.sandbox import Sandbox

    return Sandbox(isolation)


def spare_judges() -> list[int]:
    """The numbers of the judges that the warm nursery waits for besides this process."""
    return list(range(1, _warm[0].judges)) if _warm else []


def fork_judge(number: int, work: Callable[[], bytes]) -> tuple[int, BinaryIO]:
    """Do some work in a copy of this process that has the warm nursery's workers, too. It must have no other threads.

    Returns:
        The copy's process id, and where the bytes that ``work`` returned can be read until it ends.
    """
    reading, writing = os.pipe()
    process = os.fork()
    if process:
        os.close(writing)
        return process, os.fdopen(reading, "rb")
    status = 1
    try:
        os.close(reading)
        nursery = _warm[0]
        assert isinstance(nursery, Nursery)
        nursery.serve_judge(number)
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(work())
        status = 0
    finally:
        os._exit(status)  # whatever this process was about to do is the other one's to do


class Workers:
    """Gives workers out, and has the next one ready in good time.

    Args:
        fork: whether they are forked off a nursery.
        isolation: keep the learner's code apart. What :func:`warm_up` was told holds without it.
    """

    def __init__(self, *, fork: bool = CAN_FORK, isolation: Isolation | None = None) -> None:
        self._nursery: Nursery | Sandbox | None = None
        self._spare: Spawned | None = None
        if isolation is not None:
            self._nursery = _sandbox(isolation)
        elif _warm and (fork or _kept_apart):
            self._nursery = _warm.pop()
        elif _kept_apart:
            self._nursery = _sandbox(_kept_apart[0])
        elif fork:
            self._nursery = Nursery()
        else:
            self._spare = Spawned()

    def take(self) -> Process:
        if self._nursery is not None:
            return self._nursery.worker()
        taken, self._spare = self._spare or Spawned(), None
        threading.Thread(target=self._refill, daemon=True).start()
        return taken

    def _refill(self) -> None:
        if self._spare is None:
            self._spare = Spawned()

    def folder(self) -> AbstractContextManager[Path | None]:
        """A new, empty folder that judge and worker see; None where they see the same folders anyway."""
        return contextlib.nullcontext() if self._nursery is None else self._nursery.folder()

    def close(self) -> None:
        if self._nursery is not None:
            self._nursery.close()
        if self._spare is not None:
            self._spare.end()
