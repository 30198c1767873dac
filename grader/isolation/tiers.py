"""The tiers: what keeps a learner's code apart while a class is graded, and what each of them needs.

What is sandboxed is the nursery: the process that has everything loaded and forks a worker for each exercise. There is
one for each submission, and nothing of it outlives it.
"""

from __future__ import annotations

import contextlib
import dataclasses
import os
import shutil
import sys
import sysconfig
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Literal

from grader.course import CourseError

ROOT = Path(__file__).resolve().parents[2]

FIRST_USER = 60800
"""The user of slot 0's workers. systemd leaves 60706 to 61183 to nobody."""

MEGABYTE = 1024 * 1024

Sweep = Literal["namespace", "user", "descendants"]
"""How the nursery finds what a worker left running."""


@dataclass(frozen=True)
class Isolation:
    """A tier, and with :meth:`for_slot` one sandbox of it. Plain data: it may travel to another process."""

    number: int = 0
    shared: Path | None = None
    """The folder that both sides see; nothing else of the judge's can be written by the worker."""

    name: ClassVar[str]
    sweep: ClassVar[Sweep]

    def for_slot(self, number: int, shared: Path) -> Isolation:
        """The same for one submission.

        Args:
            number: which of those that are graded at the same time, from 0: each has a user of its own.
            shared: an existing, empty folder of this submission's.
        """
        isolation = dataclasses.replace(self, number=number, shared=shared)
        if isolation.user is not None:
            shared.chmod(0o711)  # the folders of the single checks within it are the worker's
        return isolation

    @property
    def user(self) -> int | None:
        """The user and group that the workers become; None where they stay who the judge is."""
        return FIRST_USER + self.number if os.geteuid() == 0 else None

    def wrapped(self, command: list[str], report: int) -> list[str]:
        """The command line that runs ``command`` in here.

        Args:
            report: a file descriptor that bubblewrap tells its process id to.
        """
        return command

    def hiding(self, folders: Iterable[Path]) -> AbstractContextManager[None]:
        """Around the grading of a whole class: while it lasts, no worker can read these folders.

        Raises:
            CourseError: when one of them can be read all the same.
        """
        return contextlib.nullcontext()

    def own_places(self) -> list[Path]:
        """Where the worker may write outside of memory: watched for how much it is, and emptied at the end."""
        return [] if self.shared is None else [self.shared]

    def sweep_from_outside(self, nursery: int) -> None:
        """Kill what came of a nursery that can't be asked to do so any more."""

    def clean_up(self) -> None:
        """After the submission: nothing that it wrote stays."""


@dataclass(frozen=True)
class Weak(Isolation):
    """A process with limits, and nothing else: what the judge may read, the learner's code may read."""

    name = "weak"
    sweep = "descendants"

    @property
    def user(self) -> int | None:
        return None


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

    def for_slot(self, number: int, shared: Path) -> Isolation:
        isolation = super().for_slot(number, shared)
        assert isolation.user is not None
        if shared.parent.stat().st_mode & 0o001 == 0:  # a private folder: let this user through, and nobody else
            os.chown(shared.parent, -1, isolation.user)
            shared.parent.chmod(shared.parent.stat().st_mode | 0o010)
        return isolation

    @contextlib.contextmanager
    def hiding(self, folders: Iterable[Path]) -> Iterator[None]:
        before = {folder: folder.stat().st_mode & 0o7777 for folder in folders if folder.is_dir()}
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

    def own_places(self) -> list[Path]:
        return super().own_places() + [path for path in _in_public() if _owner(path) == self.user]

    def clean_up(self) -> None:
        for path in self.own_places():
            if path != self.shared:
                remove(path)


def _in_public() -> Iterator[Path]:
    """What lies where every user may write."""
    for place in {"/tmp", "/var/tmp", "/dev/shm", "/run/lock", tempfile.gettempdir()}:
        with contextlib.suppress(OSError):
            yield from Path(place).iterdir()


def _owner(path: Path) -> int | None:
    with contextlib.suppress(OSError):
        return path.lstat().st_uid
    return None


def remove(path: Path) -> None:
    """Remove a file or folder, however deep, and follow no link."""
    import subprocess

    subprocess.run(["rm", "-rf", "--", str(path)], check=False, stderr=subprocess.DEVNULL)
