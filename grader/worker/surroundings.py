"""What the learner's code finds around it during a check, and what is as before afterwards."""

from __future__ import annotations

import contextlib
import logging
import os
from collections.abc import Callable, Iterator

from .patching import replaced


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
def overheard_logging(path: Callable[[], str], tell: Callable[[str], None]) -> Iterator[None]:
    """Whatever is logged by the code in a file is told, tracebacks included, also what no handler would write.

    A key in a debug message shows as soon as somebody switches debugging on. What libraries log is not the file's.
    """
    is_enabled_for, handle = logging.Logger.isEnabledFor, logging.Logger.handle
    formatter = logging.Formatter()

    def overhear(logger: logging.Logger, record: logging.LogRecord) -> None:
        if record.pathname == path():
            with contextlib.suppress(Exception):  # wrong arguments are for the handlers to complain about
                tell(formatter.format(record))
        if is_enabled_for(logger, record.levelno):
            handle(logger, record)

    replacements = [(logging.Logger, "isEnabledFor", lambda logger, level: True), (logging.Logger, "handle", overhear)]
    with replaced(replacements):
        yield


@contextlib.contextmanager
def only_environment(given: dict[str, str]) -> Iterator[None]:
    """Only the given environment variables, until the check is over."""
    before = dict(os.environ)
    try:
        _change_environment(before, given)
        yield
    finally:
        _change_environment(dict(os.environ), before)


def _change_environment(current: dict[str, str], wanted: dict[str, str]) -> None:
    """Make the environment this one, and touch only what differs: each change is a call of the system's library."""
    for name in current.keys() - wanted.keys():
        del os.environ[name]
    for name, value in wanted.items():
        if current.get(name) != value:
            os.environ[name] = value
