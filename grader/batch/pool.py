"""Slots that work side by side: on this machine's cores, or on the machines of a Dask cluster."""

from __future__ import annotations

import contextlib
import os
import queue
import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from grader.report import ExerciseResult

from .slot import Options, Slot, SlotError

SECONDS_FOR_AN_EXERCISE = 60.0
"""More than the time limits of its checks allow; a slot that takes longer hangs."""


@dataclass(frozen=True)
class Task:
    """Files to grade, of one submission."""

    learner: str
    attempt: str
    files: Mapping[str, bytes]
    """By the exercise's stem."""


@dataclass(frozen=True)
class Answer:
    """What came of a task."""

    task: Task
    results: tuple[ExerciseResult, ...] = ()
    error: str = ""
    """Why there are no results."""


class Pool(Protocol):
    """Grades tasks, several at a time."""

    def answers(self, tasks: Iterable[Task]) -> Iterator[Answer]:
        """The answers as they come. Tasks are taken one by one, only a few more than are worked at."""

    def close(self) -> None:
        """It is not needed any more."""


def patiently(slot: Slot, files: Mapping[str, bytes]) -> tuple[ExerciseResult, ...]:
    """Have a slot grade, and end it when it hangs."""
    timer = threading.Timer(60 + SECONDS_FOR_AN_EXERCISE * len(files), slot.close)
    timer.daemon = True
    timer.start()
    try:
        return slot.grade(files)
    finally:
        timer.cancel()


class Lasting:
    """A slot that is started when it is needed, and again when it was lost: a task gets a second try."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._slot: Slot | None = None

    def grade(self, task: Task) -> Answer:
        error = ""
        for _ in range(2):
            if self._slot is None or not self._slot.alive:
                self.close()
                self._slot = Slot(self._options)
            try:
                return Answer(task, patiently(self._slot, task.files))
            except (SlotError, ValueError, KeyError) as problem:
                error = str(problem)
                self.close()
        return Answer(task, error=error)

    def close(self) -> None:
        if self._slot is not None:
            self._slot.close()
            self._slot = None


class LocalPool:
    """Slots on this machine, a thread for each, until it is closed.

    Args:
        options: what the slots have to know.
        jobs: how many; 0 for as many as there are cores.
    """

    def __init__(self, options: Options, jobs: int = 0) -> None:
        self._asked: queue.Queue[Task | None] = queue.Queue()
        self._given: queue.Queue[Answer] = queue.Queue()
        self._slots = [Lasting(options) for _ in range(jobs or len(os.sched_getaffinity(0)))]
        self._threads = [threading.Thread(target=self._work, args=(slot,), daemon=True) for slot in self._slots]
        for thread in self._threads:
            thread.start()

    def _work(self, slot: Lasting) -> None:
        while (task := self._asked.get()) is not None:
            self._given.put(slot.grade(task))

    def answers(self, tasks: Iterable[Task]) -> Iterator[Answer]:
        on_the_way = 0
        for task in tasks:
            self._asked.put(task)
            on_the_way += 1
            while on_the_way >= 2 * len(self._slots) or not self._given.empty():
                yield self._given.get()
                on_the_way -= 1
        for _ in range(on_the_way):
            yield self._given.get()

    def close(self) -> None:
        """End the slots, whatever they are at."""
        with contextlib.suppress(queue.Empty):
            while True:
                self._asked.get_nowait()
        for slot in self._slots:
            self._asked.put(None)
            slot.close()
        for thread in self._threads:
            thread.join()
