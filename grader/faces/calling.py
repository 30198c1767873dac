"""How commands are called here, for pages that name one."""

from __future__ import annotations

import os


def program() -> str:
    """How this program is called on this system."""
    return "python -m grader" if os.name == "nt" else "python3 -m grader"


def by_make() -> bool:
    """Whether make started this, and will have a word of its own when it does not end with 0."""
    return bool(os.environ.get("MAKELEVEL"))


def how_to(command: str, exercise: str = "") -> str:
    """The command as the person at the keyboard types it: by make if that is how they came here."""
    name = "" if command == "look" else command
    parts = ("make", name, exercise and f"EX={exercise}") if by_make() else (program(), name, exercise)
    return " ".join(part for part in parts if part)
