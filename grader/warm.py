"""Runs in a process that stays: pytest and all the rest are loaded once, and the nursery is ready before it is needed.

Whoever asks writes a line, the stems of the exercises; the judge answers with a line, the report as JSON. It reads
checks anew each time, so that it may stay for days. When the one who asks is gone, so is the judge.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO

from grader.course import Course, Exercise
from grader.report import Report

ROOT = Path(__file__).resolve().parents[1]
LAUNCH = "import sys; sys.path.append({root!r}); from grader.warm import serve; serve({course!r})"


class Judge:
    """A judge in a process of its own, which answers one question after the other.

    Args:
        course: the course whose exercises it runs.
        answer: called with each report, in a thread of the judge's. A judge that ends before it has answered leaves
            a report without exercises, which says so.
    """

    def __init__(self, course: Course, answer: Callable[[Report], None]) -> None:
        self._course = course
        self._answer = answer
        self._stopped = False
        self._complaints: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed by stop
        program = LAUNCH.format(root=str(ROOT), course=str(course.root))
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-X", "utf8", "-c", program],
            cwd=course.root,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._complaints,
            start_new_session=True,  # Ctrl-C is for the one who asks
        )
        threading.Thread(target=self._read, daemon=True).start()

    def ask(self, exercise: Exercise) -> None:
        """Have the learner's file of this exercise graded. One question at a time."""
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):  # it has ended: its last answer says so
            self._process.stdin.write(json.dumps([exercise.stem]).encode() + b"\n")
            self._process.stdin.flush()

    def stop(self) -> None:
        """End it, whatever it is at; a question that is open gets no answer."""
        self._stopped = True
        self._process.kill()
        self._process.wait()
        self._complaints.close()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            report = Report.from_json(json.loads(line))
            if not self._stopped:
                self._answer(report)
        if not self._stopped:
            self._process.wait()
            self._complaints.seek(0)
            said = self._complaints.read().decode("utf-8", "replace").strip().splitlines()
            reason = said[-1] if said else f"status {self._process.returncode}"
            self._answer(Report((), errors=(f"The process that runs the checks ended: {reason}",)))


def serve(root: str) -> None:
    """The judge's side: answer until nobody asks any more."""
    incoming, outgoing = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)  # whatever prints there is no answer

    from grader.judge.process import warm_up

    warm_up()
    from grader.run import grade

    for line in incoming:
        course, stems = Course(Path(root)), json.loads(line)
        try:
            report = grade(course, [exercise for exercise in course.exercises if exercise.stem in stems])
        except Exception as error:
            report = Report((), errors=(f"{type(error).__name__}: {error}",))
        outgoing.write(json.dumps(report.to_json()).encode() + b"\n")
        outgoing.flush()
        for name in [name for name in sys.modules if name.partition(".")[0] == "tests"]:
            del sys.modules[name]  # checks may change too: after a pull, or where they are being written
        warm_up()
    os._exit(0)
