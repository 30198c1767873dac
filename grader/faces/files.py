"""Writes a face into a file, whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from grader.course import CourseError


def write(path: Path, content: bytes) -> None:
    """Put the content at the path in one step, so that nobody ever reads half of it.

    Raises:
        CourseError: when it can't be written there.
    """
    try:
        if path.exists() and not path.is_file():
            if path.is_dir():
                raise IsADirectoryError(None, "it is a folder")
            path.write_bytes(content)  # a device or a pipe: /dev/stdout
            return
        # Followed if it is a link, so that the link stays one.
        target = path.resolve()
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            os.chmod(temporary, _usual_mode())
            os.replace(temporary, target)
        except BaseException:
            os.unlink(temporary)
            raise
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise CourseError(f"The report could not be written to {path}: {reason}.") from error


def _usual_mode() -> int:
    """The permissions that a new file gets here; mkstemp's are for the owner alone."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
