"""The practice servers as a child process, for recording and for live runs."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from grader.course import Course, CourseError


class Real(NamedTuple):
    """A server on the internet, and what it wants to be told."""

    server: str
    """The name of ours whose place it takes."""
    url: str
    path: str
    """What its address ends in. Our own has other doors beside that one."""
    inputs: dict[str, str]
    """What takes the place of drawn inputs, where a check has them: ``api_key``, ``model``."""


@contextlib.contextmanager
def running(
    course: Course, into: Path, *, seed: int, tls: bool, model: Path | None = None, real: Real | None = None
) -> Iterator[Path]:
    """Start the servers and yield the file that tells a recording run all about them (see ``judge.recorder``).

    Args:
        into: where the recordings go; the file is written there too.
        tls: serve https under the servers' own names; otherwise http on loopback ports.
        model: the language model's file, for what asks ``llm.test``.
        real: somebody else's server that takes the place of one of ours.
    """
    command = [sys.executable, "-m", "kitchen", "serve", "--json", "--control", f"--seed={seed}"]
    command += ["--servers=all", *(["--tls"] if tls else [])]
    environment = {**os.environ, **({"KITCHEN_MODEL": str(model)} if model is not None else {})}
    process = subprocess.Popen(
        command,
        cwd=course.root,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    try:
        line = process.stdout.readline()
        if not line:
            complaint = process.stderr.read().strip().splitlines()
            raise CourseError(
                f"The practice servers did not start: {complaint[-1] if complaint else 'they said nothing'}"
            )
        told = json.loads(line)
        file = into / "kitchen.json"
        into.mkdir(parents=True, exist_ok=True)
        told |= {**_addresses(told, tls), "seed": seed, "into": str(into)}
        if real is not None:
            told["servers"][real.server] = real.url
            told["inputs"] = real.inputs
            told["real"] = {real.server: real.path}
        file.write_text(json.dumps(told), encoding="utf-8")
        yield file
    finally:
        with contextlib.suppress(OSError):
            process.communicate(timeout=10)


def _addresses(told: dict[str, Any], tls: bool) -> dict[str, Any]:
    """Where the code that is recorded finds the servers: by name over https, or on their ports."""
    if tls:
        return {"servers": {}}
    servers = {}
    for host, ports in told["routes"].items():
        address, port = next(iter(ports.values()))
        servers[host.removesuffix(".test")] = f"http://{address}:{port}"
    return {"servers": servers, "routes": {}}
