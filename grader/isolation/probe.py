"""Tries an isolation before anything is graded: what must not be reached is looked for by a worker within it."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from grader.course import CourseError
from grader.door.link import Closed, TooSlow
from grader.judge.process import ROOT, Workers, environment
from grader.judge.worker import NONSENSE, Worker

from .tiers import PRIVATE, Bubblewrap, Isolation, User, Weak

SECONDS = 30.0

SOURCE = """
import os, socket

def look(paths, port, folder):
    import csv, sqlite3, zoneinfo  # a part of Python that is loaded only now
    seen = []
    for path in paths:
        try:
            seen += [path] if os.path.isdir(path) and os.listdir(path) or open(path) else []
        except OSError:
            pass
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
        reached = True
    except OSError:
        reached = False
    with open(os.path.join(folder, "written"), "w") as file:
        file.write("by the worker")
    return {"user": os.getuid(), "seen": seen, "reached": reached}
"""


def problem(isolation: Isolation) -> str:
    """Why this isolation can't be used here, in words; empty when it can."""
    if isinstance(isolation, Bubblewrap) and shutil.which("bwrap") is None:
        return "bubblewrap is not installed"
    if isinstance(isolation, User) and os.geteuid() != 0:
        return "only root can make processes another user's"
    private = (
        [Path("/etc/passwd"), *(ROOT / name for name in (*PRIVATE, "exercises", "grader/judge"))]
        if isolation.name == "bubblewrap"
        else []
    )
    try:
        found = _look(isolation, private)
    except CourseError as error:
        return str(error)
    if found["seen"]:
        return f"{found['seen'][0]} can be read all the same"
    if found["reached"] and not isinstance(isolation, Weak):
        return "the network can be reached all the same"
    if found["user"] == 0 and not isinstance(isolation, Weak):
        return "its code would run as root"
    return ""


def prove_hidden(isolation: Isolation, folders: Sequence[Path]) -> None:
    """Raises CourseError when a worker can read one of these folders."""
    seen = _look(isolation, folders)["seen"]
    if seen:
        raise CourseError(
            f"{seen[0]} can be read by learners' code: move it to a folder of your own, or use bubblewrap."
        )


def _look(isolation: Isolation, paths: Sequence[Path]) -> dict[str, Any]:
    """What a worker within it sees."""
    with tempfile.TemporaryDirectory(prefix="order-up-") as made, socket.create_server(("127.0.0.1", 0)) as server:
        shared = Path(made) / "shared"
        shared.mkdir()
        workers = None
        try:
            workers = Workers(isolation=isolation.for_slot(isolation.number, shared))
            with workers.folder() as folder:
                assert folder is not None
                found = _ask(workers, [str(path) for path in paths], server.getsockname()[1], str(folder))
                if (folder / "written").read_text() != "by the worker":
                    raise CourseError("what its code writes does not arrive here")
            return found
        except OSError as error:
            raise CourseError(str(error)) from None
        finally:
            if workers is not None:
                workers.close()


def _ask(workers: Workers, *arguments: Any) -> dict[str, Any]:
    worker = Worker(workers.take())
    try:
        load = {"path": "probe.py", "name": "probe", "source": SOURCE, "learner": False}
        begin = {"op": "begin", "start": 0.0, "environment": environment(), "replay": True, "load": load}
        module = worker.link.ask(begin, seconds=SECONDS)["value"]["id"]
        call = {"op": "call", "target": module, "name": "look", "arguments": list(arguments), "keywords": {}}
        answer = worker.link.ask(call, seconds=SECONDS)
        if "error" in answer:
            raise CourseError(f"in there, Python says {answer['error']['class']['name']}: {answer['error']['text']}")
        found = answer["value"]
        return {"user": found["user"], "seen": found["seen"], "reached": found["reached"]}
    except (TooSlow, Closed, *NONSENSE) as error:
        raise CourseError(f"a worker does not start in there ({type(error).__name__})") from None
    finally:
        with contextlib.suppress(OSError):
            worker.kill()
