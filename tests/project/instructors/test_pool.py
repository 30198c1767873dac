"""Slots side by side: tasks are taken when they are needed, and a lost slot costs nobody a grade."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

from grader.batch import pool as pools
from grader.batch.pool import LocalPool, Task
from grader.batch.slot import Options, SlotError
from grader.report import ExerciseResult

OPTIONS = Options("", ("e02_order_a_dish",), "weak")


class FakeSlot:
    """Grades nothing, at once; the first of them is lost at its third task."""

    made = 0

    def __init__(self, options: Options) -> None:
        type(self).made += 1
        self.alive = True
        self._left = 3 if type(self).made == 1 else 1_000_000

    def grade(self, files: Mapping[str, bytes]) -> tuple[ExerciseResult, ...]:
        self._left -= 1
        if not self._left:
            self.alive = False
        if not self.alive:
            raise SlotError("it ended")
        return ()

    def close(self) -> None:
        self.alive = False


@pytest.fixture(autouse=True)
def fake_slots(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FakeSlot, "made", 0)
    monkeypatch.setattr(pools, "Slot", FakeSlot)


def test_no_more_submissions_are_in_memory_than_are_worked_at() -> None:
    taken, most, answered = 0, 0, 0

    def tasks() -> Iterator[Task]:
        nonlocal taken, most
        for number in range(500):
            taken += 1
            most = max(most, taken - answered)
            yield Task(f"learner{number}", "", {})

    pool = LocalPool(OPTIONS, jobs=3)
    try:
        for _ in pool.answers(tasks()):
            answered += 1
    finally:
        pool.close()
    assert (taken, answered) == (500, 500)
    assert most <= 2 * 3 + 1


def test_a_lost_slot_is_replaced_and_its_task_tried_again() -> None:
    pool = LocalPool(OPTIONS, jobs=1)
    try:
        answers = list(pool.answers(Task(f"learner{number}", "", {}) for number in range(9)))
    finally:
        pool.close()
    assert [answer.task.learner for answer in answers] == [f"learner{number}" for number in range(9)]
    assert {answer.error for answer in answers} == {""}
    assert FakeSlot.made == 2
