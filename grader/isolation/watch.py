"""What a sandbox uses, seen from outside: memory of all its processes together, and what it wrote to disk."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from grader.worker.limits import LINUX, descendants

from .tiers import MEGABYTE, Isolation

MEMORY = 1536 * MEGABYTE
"""Of all processes of a submission together; what they share is counted once."""

DISK = 64 * MEGABYTE
"""Of what a submission wrote outside of memory."""

PAGE = os.sysconf("SC_PAGE_SIZE")

ENTRIES = 500
"""Files and folders that it may make there."""

FILES_IN_MEMORY = 5000
"""The same in the sandbox's own temporary folders."""

TOO_MUCH_MEMORY = "Your code was stopped because it took more than 1.5 GB of memory."
TOO_MUCH_DISK = "Your code was stopped because it wrote more than 64 MB, or hundreds of files."


class Watch:
    """Looks at a sandbox.

    Args:
        isolation: what it is.
        process: the process that was started for it.
        first: tells the process id of the first one in its PID namespace, where there is one.
    """

    def __init__(self, isolation: Isolation, process: int, first: Callable[[], int | None]) -> None:
        self._isolation = isolation
        self._process = process
        self._first = first

    def exceeded(self) -> str:
        """The limit that it is over, as a sentence for the learner; empty when it is over none."""
        if written(self._isolation.own_places()) > DISK or self._files_in_memory() > FILES_IN_MEMORY:
            return TOO_MUCH_DISK
        if self._memory() > MEMORY:
            return TOO_MUCH_MEMORY
        return ""

    def _files_in_memory(self) -> int:
        """How many there are on the sandbox's own file systems: their size is limited, empty ones take memory, too."""
        first, count = self._first(), 0
        for place in ("tmp", "dev/shm") if first is not None else ():
            with contextlib.suppress(OSError):
                system = os.statvfs(f"/proc/{first}/root/{place}")
                count += system.f_files - system.f_ffree
        return count

    def _memory(self) -> int:
        """The bytes in memory of all its processes; what they share is counted once if that matters."""
        processes = list(self._processes())
        quick = sum(_resident(process) for process in processes)
        return quick if quick <= MEMORY else sum(_own_share(process) for process in processes)

    def _processes(self) -> Iterator[str]:
        """Their folders in a /proc."""
        first = self._first()
        if not LINUX:
            return
        if first is None:
            yield from (f"/proc/{number}" for number in descendants(self._process))
            return
        within = f"/proc/{first}/root/proc"  # the sandbox has one of its own, with its processes only
        with contextlib.suppress(OSError):
            yield from (f"{within}/{name}" for name in os.listdir(within) if name.isdigit())


def _resident(process: str) -> int:
    """The bytes in memory of a process, what it shares with others included; quickly told."""
    with contextlib.suppress(OSError, ValueError, IndexError), open(f"{process}/statm", "rb") as file:
        return int(file.read().split()[1]) * PAGE
    return 0


def _own_share(process: str) -> int:
    """The bytes in memory of a process, its share of what it shares with others; that takes the kernel a while."""
    with contextlib.suppress(OSError, ValueError, IndexError), open(f"{process}/smaps_rollup", "rb") as file:
        for line in file:
            if line.startswith(b"Pss:"):
                return int(line.split()[1]) * 1024
    return 0


def written(places: Iterable[Path]) -> int:
    """The bytes on disk at these places; more than there can be where there are too many entries."""
    total, folders = 0, []
    for place in places:
        with contextlib.suppress(OSError):
            total += place.lstat().st_blocks * 512
        folders.append(place)
    entries = len(folders)
    while folders:
        with contextlib.suppress(OSError), os.scandir(folders.pop()) as found:
            for entry in found:
                entries += 1
                if entries > ENTRIES:
                    return DISK + 1
                if entry.is_dir(follow_symlinks=False):
                    folders.append(Path(entry.path))
                with contextlib.suppress(OSError):
                    total += entry.stat(follow_symlinks=False).st_blocks * 512
    return total
