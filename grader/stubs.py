"""The stubs as they are shipped, so that an untouched one is known without running it.

``exercises/.shipped`` holds a line per stub: the id that git gives to its content, two spaces, its path below
``exercises/``. With that id git can also bring the shipped stub back: ``git cat-file blob ID``.
"""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path

from grader.course import Course, Exercise


def blob_id(content: bytes) -> str:
    """The id that git gives to a file with this content, whichever line ends it has in the working copy."""
    content = content.replace(b"\r\n", b"\n")
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def shipped(root: Path) -> dict[str, str]:
    """The ids of the shipped stubs by their paths below ``exercises/``; empty where there is no list."""
    path = root / "exercises" / ".shipped"
    return _parse(path, path.stat().st_mtime_ns) if path.exists() else {}


def is_untouched(exercise: Exercise, source: Path | None = None) -> bool:
    """Whether a file, the course's own unless another is given, is still the stub that was shipped."""
    wanted = shipped(exercise.root).get(_key(exercise))
    if wanted is None:
        return False
    try:
        return blob_id((source or exercise.stub).read_bytes()) == wanted
    except OSError:
        return False


def write(course: Course) -> Path:
    """Note the stubs as they now are; for authors, after a stub was changed on purpose."""
    path = course.root / "exercises" / ".shipped"
    lines = [f"{blob_id(exercise.stub.read_bytes())}  {_key(exercise)}\n" for exercise in course.exercises]
    path.write_text("".join(lines), encoding="utf-8", newline="\n")
    return path


def _key(exercise: Exercise) -> str:
    return f"{exercise.topic.name}/{exercise.stem}.py"


@functools.lru_cache(maxsize=4)
def _parse(path: Path, changed: int) -> dict[str, str]:
    """The list, read anew when the file has another time of change."""
    pairs = (line.split(maxsplit=1) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
    return {key.strip(): identity for identity, key in pairs}
