"""What lies in a folder or a zip that a learner handed in: listed and read, never followed, never unpacked to disk."""

from __future__ import annotations

import io
import os
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Protocol

from grader.faces.text import cut_middle, one_line

FILE = 256 * 1024
"""Bytes of one file."""
SUBMISSION = 16 * 1024 * 1024
"""Bytes of all files that are read of one submission."""
ENTRIES = 20_000
"""Files and folders in one submission."""
RATIO = 100
"""How many times smaller a zip may have made a file. Code becomes about four times smaller; only bombs get here."""
DIRECTORY = 4 * 1024 * 1024
"""Bytes of a zip's list of names: enough for ``ENTRIES`` long ones."""
DEPTH = 16
"""Folders within each other."""

NEVER = {"__macosx", "__pycache__", "cassettes", "env", "node_modules", "site-packages", "venv"}
"""Folders that nobody's work is in, besides those whose name begins with a dot; not even counted."""


class Refused(Exception):
    """Something is not read; the text says why, and what to do, so that it can follow a name: ``is a link, …``."""


@dataclass(frozen=True)
class Entry:
    """Something with a name in a submission."""

    parts: tuple[str, ...]
    """Its path, folder by folder."""
    problem: str = ""
    """Why it can't be read, to follow its name; empty for an ordinary file."""
    place: Any = None
    """Where its contents know it: a path, or the zip's own word for it."""

    @property
    def name(self) -> str:
        return self.parts[-1]

    @property
    def shown(self) -> str:
        """Its path for people: harmless, and not too long."""
        return shown("/".join(self.parts))


class Contents(Protocol):
    """A folder or a zip."""

    entries: list[Entry]
    notes: list[str]

    def read(self, entry: Entry) -> bytes:
        """The bytes of a file.

        Raises:
            Refused: when it is too large, damaged, or gone.
        """


def shown(name: str) -> str:
    """A name that a learner chose, for a sentence."""
    return cut_middle(one_line(name), 90) or "(no name)"


def reason(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()


class Folder:
    """A folder on disk. What can't be opened is noted and left out."""

    def __init__(self, path: Path) -> None:
        self.notes: list[str] = []
        self.entries: list[Entry] = []
        for entry in self._walk(path):
            self.entries.append(entry)
            if len(self.entries) > ENTRIES:
                raise Refused(TOO_MANY)
        self.entries.sort(key=lambda entry: entry.parts)

    def read(self, entry: Entry) -> bytes:
        try:
            with open_regular(entry.place) as file:
                return bounded(file, os.fstat(file.fileno()).st_size)
        except OSError as error:
            raise Refused(f"can’t be read: {reason(error)}") from None

    def _walk(self, top: Path) -> Iterator[Entry]:
        waiting: list[tuple[str, tuple[str, ...]]] = [(os.fspath(top), ())]
        while waiting:
            folder, parts = waiting.pop()
            try:
                with os.scandir(folder) as found:
                    for item in found:
                        entry = _on_disk(item, parts)
                        if entry.problem != IS_FOLDER:
                            yield entry
                        elif is_of_use(item.name) and len(parts) < DEPTH:
                            waiting.append((item.path, entry.parts))
                            yield entry
            except OSError as error:
                if not parts:
                    raise Refused(f"can’t be opened: {reason(error)}") from None
                place = shown("/".join(parts))
                self.notes.append(
                    f"The folder {place} can’t be opened: {reason(error)}. What is in it counts as missing."
                )


class Zip:
    """A zip. Its files are read straight out of it."""

    def __init__(self, file: IO[bytes], size: int) -> None:
        self.notes: list[str] = []
        self.entries: list[Entry] = []
        if not size:
            raise Refused("is empty, 0 bytes; probably the upload broke off. Ask for it again")
        try:
            self._zip = zipfile.ZipFile(_Careful(file))
        except Exception as error:  # zipfile raises a dozen kinds for what somebody can have put there
            raise Refused(f"is not a zip, or a damaged one ({_why(error)}). Ask for it again") from None
        infos = self._zip.infolist()
        if len(infos) > ENTRIES:
            raise Refused(TOO_MANY)
        outside = 0
        for info in infos:
            name = info.filename.replace("\\", "/")
            parts = tuple(part for part in name.split("/") if part not in ("", "."))
            if ".." in parts or name.startswith("/") or name[1:2] == ":":
                outside += 1
            elif parts and all(is_of_use(part) for part in parts[:-1]) and len(parts) <= DEPTH:
                self.entries.append(Entry(parts, _zip_problem(info, name), info))
        if outside:
            self.notes.append(
                f"{_count(outside, 'name')} in the zip point{'s' * (outside == 1)} outside of it (with .. or from the "
                "root); such files are left out."
            )

    def read(self, entry: Entry) -> bytes:
        info: zipfile.ZipInfo = entry.place
        try:
            with self._zip.open(info) as file:
                return bounded(file, info.file_size)
        except Refused:
            raise
        except Exception as error:  # as above
            raise Refused(f"is damaged in the zip ({_why(error)}). Ask for it again") from None


class _Careful(io.BufferedIOBase):
    """A zip's file of which no more is read at once than a zip's list of names may need."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def read(self, size: int | None = -1, /) -> bytes:
        content = self._file.read(DIRECTORY + 1 if size is None or size < 0 else min(size, DIRECTORY + 1))
        if len(content) > DIRECTORY:
            raise zipfile.BadZipFile("its list of names is too long")
        return content

    def seek(self, offset: int, whence: int = 0, /) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def seekable(self) -> bool:
        return True


IS_FOLDER = "is a folder. It should be a file"
TOO_MANY = f"holds more than {ENTRIES:,} files and folders. Only the folder exercises is needed"


def open_regular(path: str | Path) -> IO[bytes]:
    """Open an ordinary file; links, pipes and devices are not even touched.

    Raises:
        Refused: when it is something else.
        OSError: when it is gone, or can't be opened.
    """
    problem = _kind(os.lstat(path).st_mode)
    if problem:
        raise Refused(problem)
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    number = os.open(path, flags)
    if not stat.S_ISREG(os.fstat(number).st_mode):  # somebody was quick
        os.close(number)
        raise Refused("was exchanged while it was read")
    return os.fdopen(number, "rb")


def is_of_use(folder: str) -> bool:
    """Whether to look into a folder of this name."""
    return not folder.startswith(".") and folder.casefold() not in NEVER


def bounded(file: IO[bytes], size: int) -> bytes:
    """All of a file, unless that is too much."""
    content = b"" if size > FILE else file.read(FILE + 1)
    size = max(size, len(content))
    if size > FILE:
        raise Refused(f"is too large: {_size(size)}, and up to {_size(FILE)} are read. Take out what is not code")
    return content


def _on_disk(item: os.DirEntry[str], parts: tuple[str, ...]) -> Entry:
    try:
        if item.is_file(follow_symlinks=False):  # the folder knows that, without a look at the file itself
            problem = ""
        elif item.is_dir(follow_symlinks=False):
            problem = IS_FOLDER
        else:
            problem = _kind(item.stat(follow_symlinks=False).st_mode)
    except OSError as error:
        problem = f"can’t be read: {reason(error)}"
    return Entry((*parts, item.name), problem, item.path)


def _why(error: Exception) -> str:
    return shown(str(error).rstrip(".")) if str(error) else type(error).__name__


def _zip_problem(info: zipfile.ZipInfo, name: str) -> str:
    """Why an entry of a zip is not read."""
    mode = info.external_attr >> 16
    if name.endswith("/"):
        return IS_FOLDER
    if stat.S_IFMT(mode) and not stat.S_ISREG(mode):
        return _kind(mode)
    if info.flag_bits & 0x1:
        return "is encrypted. Ask for a zip without a password"
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return "is packed in an unusual way. Ask for an ordinary zip"
    if info.file_size > FILE // 8 and info.file_size > RATIO * max(1, info.compress_size):
        return f"would become {info.file_size // max(1, info.compress_size)} times larger when unpacked; no code does"
    return ""


def _kind(mode: int) -> str:
    if stat.S_ISREG(mode):
        return ""
    if stat.S_ISDIR(mode):
        return IS_FOLDER
    if stat.S_ISLNK(mode):
        return "is a link, and links are not followed. Ask for the file itself"
    return "is no ordinary file but a pipe, a socket or a device. Ask for the file itself"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'s' * (number != 1)}"


def _size(size: int) -> str:
    return f"{size / 1024 / 1024:.1f} MB" if size >= 1024 * 1024 else f"{-(-size // 1024)} KB"
