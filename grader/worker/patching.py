"""Replacing attributes for a while."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from typing import Any

MISSING = object()


@contextlib.contextmanager
def replaced(replacements: Iterable[tuple[Any, str, Any]]) -> Iterator[None]:
    """Set ``(owner, name, value)`` for each of them, and put back what stood there in the reverse order.

    An attribute that the owner only inherits is taken away again, not copied down.
    """
    undo = []
    try:
        for owner, name, value in list(replacements):
            undo.append((owner, name, vars(owner).get(name, MISSING)))
            setattr(owner, name, value)
        yield
    finally:
        for owner, name, value in reversed(undo):
            if value is MISSING:
                delattr(owner, name)
            else:
                setattr(owner, name, value)
