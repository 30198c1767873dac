"""What the learner's code finds around it during a check, and what is as before afterwards."""

from __future__ import annotations

import contextlib
import logging
import os
from collections.abc import Iterator


@contextlib.contextmanager
def fresh_logging() -> Iterator[None]:
    """A root logger without handlers, and afterwards as it was: a handler writes to the output of its own check."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    root.handlers.clear()
    try:
        yield
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)


@contextlib.contextmanager
def only_environment(given: dict[str, str]) -> Iterator[None]:
    """Only the given environment variables, until the check is over."""
    before = dict(os.environ)
    try:
        _change_environment(given)
        yield
    finally:
        _change_environment(before)


def _change_environment(wanted: dict[str, str]) -> None:
    """Make the environment this one, and touch only what differs: each change is a call of the system's library."""
    current = dict(os.environ)
    for name in current.keys() - wanted.keys():
        del os.environ[name]
    for name, value in wanted.items():
        if current.get(name) != value:
            os.environ[name] = value
