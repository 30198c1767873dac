"""Grading a class: what has changed since the last run is graded, and each result is kept as soon as it is there."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from grader import stubs
from grader.assignment import Assignment
from grader.course import Course, Exercise
from grader.report import Report, Verdict

from . import submissions
from .fingerprint import Fingerprints
from .pool import Answer, Pool, Task
from .private import only_public
from .store import Attempt, Graded, Store
from .submissions import Handed

STUB_TASKS = 4
"""Into how many parts the stubs are dealt, so that all cores have something to do."""

STUBS = "the untouched stubs"
"""What takes the place of a learner where the stubs are graded as they were shipped."""


@dataclass
class Tally:
    """How far a run is."""

    total: int
    done: int = 0
    unchanged: int = 0
    """Of those done, how many had nothing new."""
    failed: list[str] = field(default_factory=list)
    """Learners whose work could not be graded, each with a sentence."""


Tell = Callable[[Tally], None]


@dataclass
class Round:
    """One run over a folder of submissions.

    Args:
        store: where results are kept.
        course: the instructor's copy.
        assignment: which exercises are graded.
        pool: who grades.
        isolation: the tier that the pool's slots use, to be noted with the results.
        cassettes: another folder of recordings; None for the course's own.
    """

    store: Store
    course: Course
    assignment: Assignment
    pool: Pool
    isolation: str
    cassettes: Path | None = None

    def __post_init__(self) -> None:
        self._exercises = {exercise.stem: exercise for exercise in self.assignment.exercises(self.course)}
        self._fingerprints = Fingerprints(self.course, self.cassettes)
        self._shipped = stubs.shipped(self.course.root)

    def grade(self, handed: list[Handed], tell: Tell) -> Tally:
        """Grade what has changed; ``tell`` is called after each submission."""
        tally = Tally(total=len(handed))
        self.store.expect(handed)
        self._grade_stubs()
        for answer in self.pool.answers(self._tasks(handed, tally, tell)):
            self._keep(answer, tally)
            tally.done += 1
            tell(tally)
        return tally

    def _tasks(self, handed: list[Handed], tally: Tally, tell: Tell) -> Iterator[Task]:
        """The submissions one by one, with those files that have no result yet."""
        for one in handed:
            submission = submissions.read(one.path, self.course)
            files = {stem: code for stem, code in submission.files.items() if stem in self._exercises}
            known = self.store.keys(one.learner, one.attempt)
            keys = {stem: self._key(stem, code) for stem, code in files.items()}
            notes = (*one.notes, *submission.notes)
            self.store.take_in(one, notes, usable=submission.usable, stems=files)
            changed = {stem: code for stem, code in files.items() if known.get(stem) != keys[stem]}
            untouched = [graded for stem, code in changed.items() if (graded := self._untouched(stem, code))]
            if untouched:
                self.store.keep(one.learner, one.attempt, untouched)
            for graded in untouched:
                del changed[graded.stem]
            if changed:
                yield Task(one.learner, one.attempt, changed)
                continue
            tally.done += 1
            tally.unchanged += 1
            tell(tally)

    def _keep(self, answer: Answer, tally: Tally) -> None:
        task = answer.task
        if answer.error:
            self.store.keep_error(task.learner, task.attempt, answer.error)
            tally.failed.append(f"{task.learner}: {answer.error}")
            return
        codes = task.files
        graded = [
            Graded(one.stem, self._key(one.stem, codes[one.stem]), codes[one.stem], one) for one in answer.results
        ]
        self.store.keep(task.learner, task.attempt, graded, self.isolation)

    def compare(self, public: Pool, tell: Tell) -> None:
        """Find out which exercises pass on the public recordings alone.

        Args:
            public: a pool on the course's own recordings.
            tell: called after each submission.
        """
        attempts = [attempt for attempt in self.store.attempts() if attempt.usable]
        tally = Tally(total=len(attempts))
        for answer in public.answers(self._doubtful(attempts, tally, tell)):
            self._note_public(answer)
            tally.done += 1
            tell(tally)

    def _doubtful(self, attempts: list[Attempt], tally: Tally, tell: Tell) -> Iterator[Task]:
        """What did not pass, and has not been compared yet."""
        for attempt in attempts:
            results = self.store.results(attempt.learner, attempt.attempt)
            files = {
                stem: graded.code
                for stem, graded in results.items()
                if stem in self._exercises and graded.only_public is None and not self._is_stub(stem, graded.code)
                if graded.result.verdict is not Verdict.PASSED
            }
            if files:
                yield Task(attempt.learner, attempt.attempt, files)
                continue
            tally.done += 1
            tally.unchanged += 1
            tell(tally)

    def _note_public(self, answer: Answer) -> None:
        task = answer.task
        known = self.store.results(task.learner, task.attempt)
        private = Report(tuple(known[result.stem].result for result in answer.results))
        named = only_public(private, Report(answer.results))
        compared = [dataclasses.replace(known[one.stem], only_public=one.stem in named) for one in answer.results]
        self.store.keep(task.learner, task.attempt, compared)

    def _key(self, stem: str, code: bytes) -> str:
        return self._fingerprints.key(self._exercises[stem], code)

    # Stubs that nobody has touched are the same in all submissions: they are graded once

    def _is_stub(self, stem: str, code: bytes) -> bool:
        exercise = self._exercises[stem]
        return self._shipped.get(f"{exercise.topic.name}/{stem}.py") == stubs.blob_id(code)

    def _untouched(self, stem: str, code: bytes) -> Graded | None:
        if not self._is_stub(stem, code):
            return None
        key = self._key(stem, code)
        result = self.store.stub(key)
        return Graded(stem, key, code, result) if result else None

    def _grade_stubs(self) -> None:
        """Grade the course's own stubs, as far as they are as shipped and not graded yet."""
        files = {stem: code for stem, exercise in self._exercises.items() if (code := _content(exercise))}
        wanted = {
            stem: code
            for stem, code in files.items()
            if self._is_stub(stem, code) and self.store.stub(self._key(stem, code)) is None
        }
        # They are ours: there is no need to keep one apart from the other, only to keep all cores at work.
        parts = [dict(list(wanted.items())[first::STUB_TASKS]) for first in range(STUB_TASKS)]
        for answer in self.pool.answers([Task(STUBS, "", part) for part in parts if part]):
            for result in answer.results:
                self.store.keep_stub(self._key(result.stem, wanted[result.stem]), result)


def _content(exercise: Exercise) -> bytes:
    try:
        return exercise.stub.read_bytes()
    except OSError:
        return b""
