"""The practice servers as a child process, for recording and for live runs."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from grader.course import Course, CourseError

SERVERS = ("bistro", "auth", "httpbin", "datasette", "roundup", "llm", "pantry", "sommelier")


@contextlib.contextmanager
def running(course: Course, into: Path, *, seed: int, tls: bool, model: Path | None = None) -> Iterator[Path]:
    """Start the servers and yield the file that tells a recording run all about them (see ``judge.recorder``).

    Args:
        into: where the recordings go; the file is written there too.
        tls: serve https under the servers' own names; otherwise http on loopback ports.
        model: the language model's file, for what asks ``llm.test``.
    """
    command = [sys.executable, "-m", "kitchen", "serve", "--json", "--control", f"--seed={seed}"]
    command += [f"--servers={','.join(SERVERS)}", *(["--tls"] if tls else [])]
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
        file.write_text(
            json.dumps({**told, **_addresses(told, tls), "seed": seed, "into": str(into)}), encoding="utf-8"
        )
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
