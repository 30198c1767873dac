"""What a learner has passed already and which hints were read, in two small text files below ``.order-up/``.

Nothing depends on them: they only save running what was seen to pass and has not changed. Delete them freely.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterable
from pathlib import Path

from grader.course import Course, Exercise
from grader.report import Report, Verdict


class Progress:
    """The exercises that passed, each with a fingerprint of what was graded; and the hints that were read."""

    def __init__(self, course: Course) -> None:
        self._course = course
        self._passed = dict(_pairs(self._file("passed")))
        self._hints = dict(_pairs(self._file("hints")))

    def has_passed(self, exercise: Exercise) -> bool:
        """Whether it passed when it was last run, and neither the learner's file nor the checks changed since."""
        return self._passed.get(exercise.stem) == _fingerprint(exercise)

    def next_up(self) -> Exercise | None:
        """What to work on next: the first of the core path that has not passed, then the first of all the others."""
        left = [exercise for exercise in self._course.exercises if not self.has_passed(exercise)]
        return next((exercise for exercise in left if exercise.core), left[0] if left else None)

    def count(self) -> int:
        """How many exercises have passed."""
        return sum(self.has_passed(exercise) for exercise in self._course.exercises)

    def note(self, report: Report) -> list[Exercise]:
        """Remember how a run of the learner's files went; returns the exercises that pass for the first time."""
        new = []
        results = {result.stem: result for result in report.exercises}
        for exercise in self._course.exercises:
            if exercise.stem not in results or report.errors:
                continue
            if results[exercise.stem].verdict is not Verdict.PASSED:
                self._passed.pop(exercise.stem, None)
                continue
            if exercise.stem not in self._passed:
                new.append(exercise)
            self._passed[exercise.stem] = _fingerprint(exercise)
            self._hints = {check: count for check, count in self._hints.items() if not check.startswith(exercise.stem)}
        self._write("passed", self._passed)
        self._write("hints", self._hints)
        return new

    def next_hint(self, exercise: Exercise, check: str, available: int) -> int:
        """How many of a check's hints to show now: one more than the last time, and at most all of them."""
        key = f"{exercise.stem}:{check}"
        count = min(int(self._hints.get(key, "0")) + 1, available)
        self._hints[key] = str(count)
        self._write("hints", self._hints)
        return count

    def _file(self, name: str) -> Path:
        return self._course.root / ".order-up" / name

    def _write(self, name: str, pairs: dict[str, str]) -> None:
        with contextlib.suppress(OSError):  # a read-only disk: then nothing is remembered
            self._file(name).parent.mkdir(exist_ok=True)
            text = "".join(f"{key} {value}\n" for key, value in pairs.items())
            self._file(name).write_text(text, encoding="utf-8")


def _pairs(path: Path) -> Iterable[tuple[str, str]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return
    for line in lines:
        key, _, value = line.partition(" ")
        if value.isalnum():
            yield key, value


def _fingerprint(exercise: Exercise) -> str:
    digest = hashlib.sha1(usedforsecurity=False)
    for path in (exercise.stub, exercise.checks):
        with contextlib.suppress(OSError):
            digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()
