"""Grading on a Dask cluster: each of its workers has slots of its own, and a copy of the same course.

A worker finds the course beside its own ``grader`` package: start it in the folder of the course, with
``.venv/bin/dask worker tcp://… --nthreads 1``. A worker that is lost costs nothing but time: what it was at is
given to another one.
"""

from __future__ import annotations

import atexit
import contextlib
import threading
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from grader.course import CourseError

from .fingerprint import engine
from .pool import Answer, Lasting, Task
from .slot import Options

RETRIES = 3
"""How many workers may be lost at one submission before it counts as one that can't be graded."""

_slots: dict[tuple[Options, int], Lasting] = {}
"""On a worker: its slots, by what they were asked to be and the thread that uses them."""


class DaskPool:
    """A pool on a cluster, until it is closed.

    Args:
        address: the scheduler's: ``tcp://host:8786``.
        options: what the slots have to know. Each worker takes its own copy of the course.

    Raises:
        CourseError: when there is no such scheduler, no worker, or one with another version of the engine.
    """

    def __init__(self, address: str, options: Options) -> None:
        try:
            from distributed import Client
        except ImportError:
            raise CourseError(
                "Grading on a cluster needs the group “cluster”: "
                ".venv/bin/python -m pip install --require-hashes -r requirements/cluster.txt"
            ) from None
        if options.cassettes:
            raise CourseError("A private world can’t be graded on a cluster: its workers don’t have the recordings.")
        if options.isolation == "user":
            raise CourseError("On a cluster code is kept apart by bubblewrap: install it on each machine.")
        try:
            self._client: Any = Client(address, timeout=5)  # type: ignore[no-untyped-call]
        except (OSError, ValueError) as error:
            raise CourseError(f"There is no Dask scheduler at {address}: {error}.") from None
        self._options = Options("", options.stems, options.isolation)
        self._look_at_workers(address)

    def _look_at_workers(self, address: str) -> None:
        engines: Mapping[str, str] = self._client.run(engine)
        if not engines:
            self.close()
            raise CourseError(f"The cluster at {address} has no workers: start them with `dask worker {address}`.")
        different = [worker for worker, known in engines.items() if known != engine()]
        if different:
            self.close()
            raise CourseError(f"The worker {different[0]} has another version of Order Up than this one.")

    def answers(self, tasks: Iterable[Task]) -> Iterator[Answer]:
        from distributed import as_completed

        waiting: dict[Any, Task] = {}
        coming: Any = as_completed()  # type: ignore[no-untyped-call]
        for task in tasks:
            future = self._client.submit(
                grade_there, self._options, task.learner, task.attempt, dict(task.files), pure=False, retries=RETRIES
            )
            waiting[future.key] = task
            coming.add(future)
            while len(waiting) >= self._ahead():
                yield _answer(next(coming), waiting)
        while waiting:
            yield _answer(next(coming), waiting)

    def _ahead(self) -> int:
        """How many may be on the way: enough that no worker waits, few enough that no memory is needed."""
        return max(2, 2 * sum(int(count) for count in self._client.nthreads().values()))

    def close(self) -> None:
        self._client.close()


def _answer(future: Any, waiting: dict[Any, Task]) -> Answer:
    task = waiting.pop(future.key)
    try:
        answer: Answer = future.result()
    except Exception as error:
        return Answer(task, error=f"the cluster could not grade it ({type(error).__name__})")
    finally:
        future.release()
    return answer


def grade_there(options: Options, learner: str, attempt: str, files: Mapping[str, bytes]) -> Answer:
    """On a worker: grade one submission in this thread's slot."""
    key = (options, threading.get_ident())
    if key not in _slots:
        if not _slots:
            atexit.register(_close_all)
        _slots[key] = Lasting(options)
    return _slots[key].grade(Task(learner, attempt, files))


def _close_all() -> None:
    for slot in _slots.values():
        with contextlib.suppress(OSError):
            slot.close()
