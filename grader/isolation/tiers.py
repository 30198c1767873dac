"""The tiers: what keeps a learner's code apart while a class is graded, and what each of them needs.

What is sandboxed is the nursery: the process that has everything loaded and forks a worker for each exercise. There is
one for each submission, and nothing of it outlives it.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Literal

from grader.course import CourseError
from grader.worker.limits import LINUX, descendants, kill

ROOT = Path(__file__).resolve().parents[2]

USERS = range(60706, 61184)
"""Whom workers become; systemd leaves these to nobody. Each sandbox of a machine has its own."""

MEGABYTE = 1024 * 1024

PATIENCE = 5.0
"""Seconds that a sandbox has to be gone once it was killed."""

PRIVATE = ("solutions", "tests", "cassettes", "kitchen", "docs", "assignments", ".git")
"""What no worker is to read of the repository."""

Sweep = Literal["namespace", "user", "descendants"]
"""How the nursery finds what a worker left running."""


@dataclass(frozen=True)
class Isolation:
    """A tier, and with :meth:`for_slot` one sandbox of it. Plain data: it may travel to another process."""

    number: int = 0
    """Which user the workers become; on one machine no two sandboxes have the same."""
    shared: Path | None = None
    """The folder that both sides see; nothing else of the judge's can be written by the worker."""
    cpu_seconds: int = 30
    """What a worker's process may use; it has all checks of an exercise in it."""

    name: ClassVar[str]
    sweep: ClassVar[Sweep]

    def for_slot(self, number: int, shared: Path) -> Isolation:
        """The same for one submission.

        Args:
            number: which of those that are graded at the same time, from 0. Its user is taken when it is free.
            shared: an existing, empty folder of this submission's.
        """
        return dataclasses.replace(self, number=number, shared=shared)

    def open_up(self) -> None:
        """Let the worker through to the shared folder. The folders of the single checks in there will be its own."""
        if self.shared is not None and self.user is not None:
            self.shared.chmod(0o711)

    @property
    def user(self) -> int | None:
        """The user and group that the workers become; None where they stay who the judge is."""
        return USERS[self.number % len(USERS)] if os.geteuid() == 0 else None

    def wrapped(self, command: list[str], report: int) -> list[str]:
        """The command line that runs ``command`` in here.

        Args:
            report: a file descriptor that bubblewrap tells its process id to.
        """
        return command

    def hiding(self, folders: Iterable[Path]) -> AbstractContextManager[None]:
        """Around the grading of a whole class: while it lasts, no worker can read these folders, nor our own.

        Raises:
            CourseError: when one of them can be read all the same.
        """
        return contextlib.nullcontext()

    def own_places(self) -> list[Path]:
        """Where the worker may write outside of memory: watched for how much it is, and emptied at the end."""
        return [] if self.shared is None else [self.shared]

    def settings(self) -> str:
        """What the nursery has to know, as JSON: see :class:`grader.worker.limits.Confinement`."""
        return json.dumps({"user": self.user, "sweep": self.sweep, "cpu_seconds": self.cpu_seconds})

    def end(self, nursery: subprocess.Popen[bytes], first: int | None) -> None:
        """Kill a nursery and all that came of it, without asking it.

        Args:
            nursery: the process that was started.
            first: the first process of its PID namespace, where there is one: with that one the namespace ends.
        """
        nursery.kill()
        nursery.wait()

    def clean_up(self) -> None:
        """Remove what the worker wrote outside of memory and of the shared folder."""


@dataclass(frozen=True)
class Weak(Isolation):
    """A process with limits, and nothing else: what the judge may read, the learner's code may read."""

    name = "weak"
    sweep = "descendants"

    @property
    def user(self) -> int | None:
        return None

    def end(self, nursery: subprocess.Popen[bytes], first: int | None) -> None:
        while LINUX and sum(map(kill, descendants(nursery.pid))):
            pass
        with contextlib.suppress(OSError):
            os.killpg(nursery.pid, signal.SIGKILL)
        super().end(nursery, first)


@dataclass(frozen=True)
class Bubblewrap(Isolation):
    """Namespaces of its own: no network, no other process, no file but Python and two packages of the engine."""

    name = "bubblewrap"
    sweep = "namespace"

    def wrapped(self, command: list[str], report: int) -> list[str]:
        program = shutil.which("bwrap")
        if program is None:
            raise CourseError("bubblewrap is not installed: there is no program “bwrap”")
        spaces = ["--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"]
        if self.user is None:
            privileges = ["--unshare-user", "--cap-drop", "ALL"]
        else:  # the nursery stays root, and all that it may do as root is to make its workers somebody else
            kept = ("CAP_SETUID", "CAP_SETGID", "CAP_KILL")
            privileges = ["--cap-drop", "ALL", *(part for name in kept for part in ("--cap-add", name))]
        arguments = [
            *spaces,
            *privileges,
            *("--die-with-parent", "--new-session", "--info-fd", str(report)),
            *("--proc", "/proc", "--dev", "/dev"),
            *("--perms", "1777", "--size", str(64 * MEGABYTE), "--tmpfs", "/tmp"),
            *("--perms", "1777", "--size", str(64 * MEGABYTE), "--tmpfs", "/dev/shm"),
            *_mounted(_readable(), "--ro-bind"),
            *_mounted([str(self.shared)] if self.shared is not None else [], "--bind"),
            *("--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/tmp"),
        ]
        return [program, *arguments, "--", *command]

    def end(self, nursery: subprocess.Popen[bytes], first: int | None) -> None:
        if first is not None and nursery.poll() is None and kill(first):
            with contextlib.suppress(subprocess.TimeoutExpired):
                nursery.wait(PATIENCE)  # it ends when nothing is left
        super().end(nursery, first)


def _mounted(paths: Iterable[str], how: str) -> Iterator[str]:
    """Arguments that mount these at the places that they have outside, in folders that everybody may go through."""
    made: set[Path] = {Path("/")}
    for path in map(Path, paths):
        for folder in reversed(path.parents):
            if folder not in made:
                yield from ("--perms", "0755", "--dir", str(folder))
                made.add(folder)
        yield from (how, str(path), str(path))


def _readable() -> list[str]:
    """What Python and a worker need: the interpreter, its packages, the system's libraries."""
    system = ["/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/share/zoneinfo", "/etc/ld.so.cache"]
    named = sysconfig.get_paths()
    python = [named[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")]
    python += [os.path.join(sys.prefix, "pyvenv.cfg"), sys.executable, os.path.realpath(sys.executable)]
    if sys.base_prefix not in ("/", "/usr"):  # one that was built elsewhere has its own shared library there
        python.append(os.path.join(sys.base_prefix, "lib"))
    grader = [str(ROOT / "grader" / part) for part in ("__init__.py", "door", "worker")]
    chosen: list[str] = []
    for path in sorted([*system, *python, *grader], key=lambda path: path.count("/")):
        if os.path.exists(path) and not any(path == outer or path.startswith(outer + "/") for outer in chosen):
            chosen.append(path)
    return chosen


@dataclass(frozen=True)
class User(Isolation):
    """A user who owns nothing, without network: where root grades and there is no bubblewrap, as in a container."""

    name = "user"
    sweep = "user"

    def open_up(self) -> None:
        super().open_up()
        if self.shared is None or self.user is None:
            return
        around = self.shared.parent
        if around.stat().st_mode & 0o001 == 0:  # a private folder: let this user through, and nobody else
            os.chown(around, -1, self.user)
            around.chmod(around.stat().st_mode | 0o010)

    def end(self, nursery: subprocess.Popen[bytes], first: int | None) -> None:
        super().end(nursery, first)
        assert self.user is not None
        who: dict[str, Any] = {"user": self.user, "group": self.user, "extra_groups": []}
        subprocess.run(["sh", "-c", "kill -KILL -1"], check=False, stderr=subprocess.DEVNULL, **who)

    @contextlib.contextmanager
    def hiding(self, folders: Iterable[Path]) -> Iterator[None]:
        every = [*(ROOT / name for name in PRIVATE), *folders]
        claim = claimed(f"order-up-hiding-{zlib.crc32(str(ROOT).encode()):08x}")
        if claim is None:  # whoever is done first would open them again
            raise CourseError(f"Somebody else is grading with {ROOT} on this machine; wait until they are done.")
        before = {folder: folder.stat().st_mode & 0o7777 for folder in every if folder.is_dir()}
        try:
            for folder in before:
                folder.chmod(0o700)
            from .probe import prove_hidden

            prove_hidden(self, list(before))
            yield
        finally:
            for folder, mode in before.items():
                with contextlib.suppress(OSError):
                    folder.chmod(mode)
            claim.close()

    def own_places(self) -> list[Path]:
        return super().own_places() + [path for path in _in_public() if _owner(path) == self.user]

    def clean_up(self) -> None:
        remove(path for path in self.own_places() if path != self.shared)


def claimed(name: str) -> socket.socket | None:
    """Something that is this process's alone until it is closed; None where another one has it.

    It is the name of a socket that is in no folder: with its process the claim is gone.
    """
    claim = socket.socket(socket.AF_UNIX)
    try:
        claim.bind("\0" + name)
    except OSError:
        claim.close()
        return None
    return claim


def _in_public() -> Iterator[Path]:
    """What lies where every user may write."""
    for place in {"/tmp", "/var/tmp", "/dev/shm", "/run/lock", tempfile.gettempdir()}:
        with contextlib.suppress(OSError):
            yield from Path(place).iterdir()


def _owner(path: Path) -> int | None:
    with contextlib.suppress(OSError):
        return path.lstat().st_uid
    return None


def remove(paths: Iterable[Path]) -> None:
    """Remove files and folders, however deep, whatever their owner made of them, and follow no link."""
    left = []
    for path in paths:
        try:
            path.unlink() if path.is_symlink() or not path.is_dir() else shutil.rmtree(path)
        except (OSError, RecursionError):
            left.append(str(path))
    for program in (["chmod", "-R", "u+rwX"], ["rm", "-rf"]) if left else ():
        subprocess.run([*program, "--", *left], check=False, stderr=subprocess.DEVNULL)
