"""A judge in a process of its own, with an isolation: it lets code attack, and tells what came of it.

Run as ``stage.py COURSE TIER``, where COURSE has a copy of the engine. Each line that it reads is a question as JSON.
"""

from __future__ import annotations

import ctypes
import dataclasses
import json
import os
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

COURSE, TIER = Path(sys.argv[1]), sys.argv[2]
sys.path.insert(0, str(COURSE))

from grader.course import Course, CourseError  # noqa: E402
from grader.isolation import choose, sandbox, tier, watch  # noqa: E402
from grader.judge.door import Door  # noqa: E402
from grader.judge.given import LearnersModule  # noqa: E402
from grader.judge.outcome import Outcome  # noqa: E402
from grader.judge.process import Workers, environment, warm_up  # noqa: E402
from grader.judge.worker import Worker  # noqa: E402
from grader.worker.limits import descendants  # noqa: E402

SUBREAPER = 36
ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)  # what would be left behind shows among the children of this process

sandbox.PATIENCE = 1.0
PLACE = Path(tempfile.mkdtemp())
SHARED = PLACE / "shared"
SHARED.mkdir()


class Stage:
    def __init__(self) -> None:
        self.isolation = tier(TIER).for_slot(0, SHARED)
        self.workers: Workers | None = None

    def do_choose(self, allow_weak: bool) -> Any:
        try:
            return choose(allow_weak, TIER).name
        except CourseError as error:
            return f"CourseError: {error}"

    def do_attack(
        self, source: str, function: str, arguments: list[Any], seconds: float = 5.0, cpu_seconds: int = 30
    ) -> Any:
        """Call a function of a module in a new worker. ``folder`` among the arguments is a shared one."""
        if self.workers is None:
            self.workers = Workers(isolation=dataclasses.replace(self.isolation, cpu_seconds=cpu_seconds))
        worker = Worker(self.workers.take())
        path = PLACE / "learner.py"
        path.write_text(source, encoding="utf-8")
        door = Door(worker, None, seconds)
        with self.workers.folder() as folder:
            given = [str(folder) if argument == "folder" else argument for argument in arguments]
            answer = self._called(door, path, function, given)
            answer["printed"] = len(door.printed)
            door.end()
            worker.kill()
        return answer

    def _called(self, door: Door, path: Path, function: str, arguments: list[Any]) -> dict[str, Any]:
        exercise: Any = SimpleNamespace(stem="e00_learner")
        try:
            door.begin(start=0.0, environment=environment())
            return {"value": getattr(LearnersModule(door, exercise, path), function)(*arguments)}
        except Outcome as outcome:
            return {"verdict": outcome.verdict, "summary": outcome.problem.summary}
        except Exception as error:
            return {"error": f"{type(error).__name__}: {error}"}

    def do_left(self) -> Any:
        """What goes on now that all workers have ended: the nursery, and the sandbox around it."""
        return {"processes": len(descendants(os.getpid())), "files": [path.name for path in SHARED.iterdir()]}

    def do_close(self) -> Any:
        """End the submission: what is left of it?"""
        if self.workers is not None:
            self.workers.close()
            self.workers = None
        return self.do_left()

    def do_solutions(self) -> Any:
        from grader.run import grade

        warm_up(isolation=self.isolation)
        course = Course(COURSE)
        report = grade(course, course.exercises, room="solutions")
        return {"errors": report.errors, "verdicts": {result.stem: result.verdict for result in report.exercises}}

    def do_hidden(self, paths: list[str], source: str) -> Any:
        """What a worker can read of these, while they are hidden, and how they are protected afterwards."""
        with self.isolation.hiding([Path(path) for path in paths]):
            within = self.do_attack(source, "read", [paths])
        self.do_close()
        return {"within": within["value"], "after": [oct(os.stat(path).st_mode & 0o777) for path in paths]}

    def do_less(self, memory: int) -> None:
        """A limit that a test reaches sooner."""
        watch.MEMORY = memory


stage = Stage()
for line in sys.stdin:
    question = json.loads(line)
    answer = getattr(stage, f"do_{question.pop('op')}")(**question)
    print(json.dumps(answer), flush=True)
stage.do_close()
