"""What a worker of a graded class gives up after the fork, before it sees the learner's code.

The nursery runs the same everywhere; what differs is told to it as JSON: see ``grader.isolation``.
"""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import sys
from typing import Any

from .calls import CHILD_SUBREAPER, DUMPABLE, NO_NEW_PRIVILEGES, install, prctl, program

MEGABYTE = 1024 * 1024

PRIVATE_MEMORY = 512 * MEGABYTE
"""What a process may write to and does not share, untouched or not."""

ADDRESS_SPACE = 4096 * MEGABYTE
"""All that a process may map. Each thread reserves some 70 MB that it never touches."""

TASKS = 64
"""Processes and threads of the worker's user."""

FILE_SIZE = 16 * MEGABYTE
OPEN_FILES = 128

LINUX = sys.platform == "linux"


class Confinement:
    """How a sandboxed nursery treats its workers.

    Args:
        settings: ``user``, the number of the user that workers become, or None; ``sweep``, how to find what they left
            running: ``namespace`` (all that there is), ``user`` (all of that user's), ``descendants``; ``cpu_seconds``
            of one process.
    """

    def __init__(self, settings: dict[str, Any]) -> None:
        self._user: int | None = settings["user"]
        self._sweep: str = settings["sweep"]
        self._cpu_seconds: int = settings["cpu_seconds"]
        filter_ = program()
        self._tasks = TASKS
        if self._sweep == "namespace" and (os.getpid(), os.getppid()) != (2, 1):
            raise RuntimeError("there is no PID namespace around this process")  # it would end all that there is
        if LINUX:
            prctl(CHILD_SUBREAPER, 1)  # what a worker leaves becomes a child of this process
            prctl(DUMPABLE, 0)  # nobody but root reads or traces this process
            with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w") as file:
                file.write("1000")  # where memory runs out, the sandbox goes first
            prctl(NO_NEW_PRIVILEGES, 1)
            if filter_ is not None:
                install(filter_)  # this process needs none of what is refused, and its workers inherit it
            if self._sweep != "namespace" and self._user is None:
                self._tasks += _tasks_of(os.getuid())  # those that run anyway are counted, too

    def confine(self) -> None:
        """In the worker: from here on there is no way back."""
        _limit(resource.RLIMIT_CPU, self._cpu_seconds, self._cpu_seconds + 1)
        _limit(resource.RLIMIT_DATA, PRIVATE_MEMORY)
        if LINUX:
            _limit(resource.RLIMIT_AS, ADDRESS_SPACE)
            _limit(resource.RLIMIT_NPROC, self._tasks)
        _limit(resource.RLIMIT_FSIZE, FILE_SIZE)
        _limit(resource.RLIMIT_NOFILE, OPEN_FILES)
        _limit(resource.RLIMIT_CORE, 0)
        self.become_user()

    def become_user(self) -> None:
        if self._user is not None:
            os.setgroups([])
            os.setresgid(self._user, self._user, self._user)
            os.setresuid(self._user, self._user, self._user)

    def end(self, worker: int) -> int:
        """End a worker and all that it started. Its exit status, negative for a signal, if it ended by itself."""
        for process in (-worker, worker):
            with contextlib.suppress(OSError):
                os.kill(process, signal.SIGKILL)
        status = 0
        with contextlib.suppress(ChildProcessError):
            _, waited, used = os.wait4(worker, 0)
            status = os.waitstatus_to_exitcode(waited)
            if used.ru_utime + used.ru_stime >= self._cpu_seconds:
                status = -signal.SIGXCPU  # whoever catches that signal is killed a second later
        self.kill_all()
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        return status

    def kill_all(self) -> None:
        """Kill whatever workers left running."""
        if self._sweep == "namespace":
            with contextlib.suppress(OSError):
                os.kill(-1, signal.SIGKILL)  # all but this process and the first one
        elif self._sweep == "user":
            killer = os.fork()
            if not killer:
                with contextlib.suppress(OSError):
                    self.become_user()
                    if os.getuid():
                        os.kill(-1, signal.SIGKILL)
                os._exit(0)
            os.waitpid(killer, 0)
        elif LINUX:
            while left := [process for process in descendants(os.getpid()) if kill(process)]:
                for process in left:
                    with contextlib.suppress(ChildProcessError):
                        os.waitpid(process, os.WNOHANG)


def _limit(which: int, soft: int, hard: int | None = None) -> None:
    """Lower a limit; one that is lower already stays."""
    _, highest = resource.getrlimit(which)
    hard = soft if hard is None else hard
    if highest != resource.RLIM_INFINITY:
        soft, hard = min(soft, highest), min(hard, highest)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(which, (soft, hard))


def kill(process: int) -> bool:
    """Kill a process. Whether it was there to be killed."""
    try:
        os.kill(process, signal.SIGKILL)
    except OSError:
        return False
    return True


def parents() -> dict[int, int]:
    """The parent of each process that runs; zombies are left out."""
    found = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            with contextlib.suppress(OSError, ValueError, IndexError):
                with open(f"/proc/{name}/stat", "rb") as file:
                    state, parent = file.read().rpartition(b")")[2].split()[:2]
                if state != b"Z":
                    found[int(name)] = int(parent)
    return found


def descendants(process: int) -> list[int]:
    """The processes that came of this one; it is not among them."""
    children: dict[int, list[int]] = {}
    for child, parent in parents().items():
        children.setdefault(parent, []).append(child)
    found, next_ones = [], [process]
    while next_ones:
        next_ones = [child for parent in next_ones for child in children.get(parent, ())]
        found += next_ones
    return found


def _tasks_of(user: int) -> int:
    """How many processes and threads a user has."""
    count = 0
    for name in os.listdir("/proc"):
        if name.isdigit():
            with contextlib.suppress(OSError):
                if os.stat(f"/proc/{name}").st_uid == user:
                    count += len(os.listdir(f"/proc/{name}/task"))
    return count
