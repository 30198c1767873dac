"""Choices that depend on nothing but their labels."""

import hashlib
from collections.abc import Sequence
from typing import TypeVar

Thing = TypeVar("Thing")

# No vowels, so that no word comes out by accident; no 0, 1 and l, so that people can read a token aloud.
LETTERS = "23456789bcdfghjkmnpqrstvwxz"


class Draw:
    """A row of choices: the same labels give the same row, on every machine and every version of Python.

    (`random.Random` promises that only for `random()`, not for `choice` and `sample`.)
    """

    def __init__(self, *labels: object) -> None:
        self._name = "/".join(str(label) for label in labels)
        self._turn = 0

    def below(self, end: int) -> int:
        """An integer from 0 up to, and without, `end`."""
        self._turn += 1
        digest = hashlib.sha256(f"{self._name}#{self._turn}".encode()).digest()
        return int.from_bytes(digest[:8], "big") % end

    def between(self, first: int, last: int) -> int:
        """An integer from `first` to `last`, both included."""
        return first + self.below(last - first + 1)

    def choice(self, things: Sequence[Thing]) -> Thing:
        """One of the things."""
        return things[self.below(len(things))]

    def sample(self, things: Sequence[Thing], count: int) -> list[Thing]:
        """`count` of the things, each at most once, in drawn order."""
        rest = list(things)
        return [rest.pop(self.below(len(rest))) for _ in range(count)]

    def shuffled(self, things: Sequence[Thing]) -> list[Thing]:
        """All of the things, in drawn order."""
        return self.sample(things, len(things))

    def chance(self, percent: int) -> bool:
        """True in about `percent` of a hundred draws."""
        return self.below(100) < percent

    def token(self, length: int = 8) -> str:
        """A short word without meaning, for ids."""
        return "".join(self.choice(LETTERS) for _ in range(length))
