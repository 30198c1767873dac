"""Tells when a file is saved, however its editor does that: in place, by renaming another file, or after a deletion."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

QUIET = 30
"""Milliseconds without another change after which a save is over."""

LOOK = 500
"""Milliseconds after which the file is looked at anyway: network drives and full systems may tell us nothing."""


class Saves:
    """Watches one file until it is stopped.

    Args:
        path: the file; it needn't be there.
        saved: called with whether the file is there, once for each save, in a thread of this watcher's.
    """

    def __init__(self, path: Path, saved: Callable[[bool], None]) -> None:
        self._path = path
        self._saved = saved
        self._before = _state(path)
        self._stop = threading.Event()
        threading.Thread(target=self._watch, daemon=True).start()

    def stop(self) -> None:
        self._stop.set()

    def _watch(self) -> None:
        for _ in _moments(self._path.parent, self._stop):
            now = _state(self._path)
            if now is None and self._before is not None:
                self._stop.wait(0.1)  # an editor may be between moving the old file away and the new one in
                now = _state(self._path)
            if now != self._before and not self._stop.is_set():
                self._before = now
                self._saved(now is not None)


def _moments(folder: Path, stop: threading.Event) -> Iterator[None]:
    """The moments at which a look at the folder is worth while: after each change in it, and every now and then."""
    while not stop.is_set():
        try:
            from watchfiles import watch

            for _ in watch(
                folder,
                watch_filter=None,
                step=QUIET,
                debounce=LOOK,
                rust_timeout=LOOK,
                yield_on_timeout=True,
                stop_event=stop,
                raise_interrupt=False,
                recursive=False,
            ):
                yield
        except Exception:  # not installed, no folder, nothing left to watch with: looking often will do
            yield
            stop.wait(0.2)


def _state(path: Path) -> tuple[int, int, int] | None:
    """What another save changes; None where there is no file."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
