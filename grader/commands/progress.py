"""Where a learner is: what has passed, which hints were read, what waits for later. Small text files in ``.order-up/``.

Nothing depends on them: they save running what was seen to pass and has not changed, and remember a few wishes.
Delete them freely.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterable
from pathlib import Path

from grader.course import Course, Exercise, Topic
from grader.report import Report, Verdict

PATHS = ("core", "all")


class Progress:
    """The exercises that passed, each with a fingerprint of what was graded; the hints that were read; the wishes."""

    def __init__(self, course: Course) -> None:
        self._course = course
        self._passed = dict(_pairs(self._file("passed")))
        self._hints = dict(_pairs(self._file("hints")))
        self._skipped = dict(_pairs(self._file("skipped")))
        self._wishes = dict(_pairs(self._file("wishes")))

    def has_passed(self, exercise: Exercise) -> bool:
        """Whether it passed when it was last run, and neither the learner's file nor the checks changed since."""
        return self._passed.get(exercise.stem) == _fingerprint(exercise)

    def is_skipped(self, exercise: Exercise) -> bool:
        return exercise.stem in self._skipped

    @property
    def path(self) -> str:
        """Which exercises come by themselves: the ``core`` path and then the others, or ``all`` in their order."""
        path = self._wishes.get("path", "")
        return path if path in PATHS else PATHS[0]

    def ahead(self) -> list[Exercise]:
        """What comes next and after that, as far as it is of a kind; empty when everything has passed.

        First the exercise that was asked for, then those of the path, then the others, and at last what was skipped.
        """
        left = [exercise for exercise in self._course.exercises if not self.has_passed(exercise)]
        fresh = [exercise for exercise in left if not self.is_skipped(exercise)]
        asked_for = [exercise for exercise in left if exercise.code == self._wishes.get("at")]
        path = [exercise for exercise in fresh if exercise.core or self.path == "all"]
        return asked_for or path or fresh or left

    def next_up(self) -> Exercise | None:
        """What to work on next; None when everything has passed."""
        return next(iter(self.ahead()), None)

    def count(self) -> int:
        """How many exercises have passed."""
        return sum(self.has_passed(exercise) for exercise in self._course.exercises)

    def earned(self) -> int:
        """How many points they brought."""
        return sum(exercise.points for exercise in self._course.exercises if self.has_passed(exercise))

    def has_all(self, topic: Topic) -> bool:
        """Whether all exercises of the topic have passed."""
        return all(self.has_passed(one) for one in self._course.exercises if one.topic == topic)

    def finishes_topic(self, exercise: Exercise) -> bool:
        """Whether its topic is done with it: the topic's core path, or all of it."""
        if self.path == "all" or not exercise.core:
            return self.has_all(exercise.topic)
        topic = [one for one in self._course.exercises if one.topic == exercise.topic]
        return all(self.has_passed(one) for one in topic if one.core)

    def note(self, report: Report) -> list[Exercise]:
        """Remember how a run of the learner's files went; returns the exercises that pass for the first time."""
        new = []
        results = {result.stem: result for result in report.exercises}
        for exercise in self._course.exercises:
            if exercise.stem not in results or report.errors:
                continue
            for check in results[exercise.stem].checks:
                if check.verdict is Verdict.PASSED:
                    self._hints.pop(f"{exercise.stem}:{check.name}", None)
            if results[exercise.stem].verdict is not Verdict.PASSED:
                self._passed.pop(exercise.stem, None)
                continue
            if exercise.stem not in self._passed:
                new.append(exercise)
            self._passed[exercise.stem] = _fingerprint(exercise)
            self._skipped.pop(exercise.stem, None)
            if self._wishes.get("at") == exercise.code:
                del self._wishes["at"]
        self._write("passed", self._passed)
        self._write("hints", self._hints)
        self._write("skipped", self._skipped)
        self._write("wishes", self._wishes)
        return new

    def next_hint(self, exercise: Exercise, check: str, available: int) -> int:
        """How many of a check's hints to show now: one more than the last time, and at most all of them."""
        key = f"{exercise.stem}:{check}"
        read = self._hints.get(key, "0")
        count = min((int(read) if read.isdecimal() else 0) + 1, available)
        self._hints[key] = str(count)
        self._write("hints", self._hints)
        return count

    def take_path(self, path: str) -> None:
        """Remember which path to walk: one of PATHS."""
        self._wishes["path"] = path
        self._write("wishes", self._wishes)

    def take_up(self, exercise: Exercise) -> None:
        """Make this the exercise to work on until it passes, skipped before or not."""
        self._skipped.pop(exercise.stem, None)
        self._wishes["at"] = exercise.code
        self._write("skipped", self._skipped)
        self._write("wishes", self._wishes)

    def skip(self, exercise: Exercise) -> None:
        """Leave this for later: after all the others."""
        self._skipped[exercise.stem] = "later"
        if self._wishes.get("at") == exercise.code:
            del self._wishes["at"]
        self._write("skipped", self._skipped)
        self._write("wishes", self._wishes)

    def _file(self, name: str) -> Path:
        return self._course.root / ".order-up" / name

    def _write(self, name: str, pairs: dict[str, str]) -> None:
        with contextlib.suppress(OSError):  # a read-only disk: then nothing is remembered
            path = self._file(name)
            if not pairs and not path.exists():
                return
            path.parent.mkdir(exist_ok=True)
            text = "".join(f"{key} {value}\n" for key, value in pairs.items())
            path.write_text(text, encoding="utf-8")


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
