"""Measuring two commands side by side: whole processes, in turn, and their medians."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple


class Measured(NamedTuple):
    """Two commands that ran in turn: their medians in seconds."""

    name: str
    ours: float
    theirs: float
    at_most: float

    @property
    def ratio(self) -> float:
        return self.ours / self.theirs

    @property
    def holds(self) -> bool:
        return self.ratio <= self.at_most


def measure(
    name: str,
    ours: Sequence[str],
    theirs: Sequence[str],
    our_folder: Path,
    their_folder: Path,
    runs: int,
    at_most: float,
) -> Measured:
    """Run two commands in turn; the first turn only warms up."""
    times: tuple[list[float], list[float]] = ([], [])
    for turn in range(runs + 1):
        for command, folder, kept in ((ours, our_folder, times[0]), (theirs, their_folder, times[1])):
            taken = seconds_of(command, folder)
            if turn:
                kept.append(taken)
    return Measured(name, statistics.median(times[0]), statistics.median(times[1]), at_most)


def seconds_of(command: Sequence[str], folder: Path) -> float:
    """How long a command takes, which must end well."""
    environment = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # as it is for most people, and the same for both
    start = time.perf_counter()
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - start
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(command)} ended with status {done.returncode}:\n{done.stdout}{done.stderr}")
    return seconds
