"""Recordings are real: made again they are the same bytes, and in another world every solution passes too."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from grader.course import Exercise

from .conftest import ROOT, WITHOUT_MODEL

ANOTHER_SEED = 7


def recorded(into: Path, poison: dict[str, str], *options: str) -> Path:
    """Record from running servers into a folder what needs no language model; the command replays it all as well."""
    names = [exercise.code for exercise in WITHOUT_MODEL]
    command = [sys.executable, "-m", "grader", "record", *names, "--into", str(into), *options]
    done = subprocess.run(command, cwd=ROOT, env=poison, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return into


@pytest.fixture(scope="module")
def again(tmp_path_factory: pytest.TempPathFactory, poison: dict[str, str]) -> Path:
    return recorded(tmp_path_factory.mktemp("again"), poison)


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory, poison: dict[str, str]) -> Path:
    return recorded(tmp_path_factory.mktemp("elsewhere"), poison, f"--seed={ANOTHER_SEED}")


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for exercise in WITHOUT_MODEL
        for path in sorted(place_of(exercise, folder).iterdir())
        if path.is_file() and not path.name.endswith(".synthetic.yaml")
    }


def test_recording_again_gives_the_same_bytes(again: Path) -> None:
    fresh, kept = contents(again), contents(ROOT / "cassettes")
    assert set(fresh) == set(kept)
    assert [name for name in kept if fresh[name] != kept[name]] == []


def test_another_seed_is_another_world(elsewhere: Path) -> None:
    for exercise in WITHOUT_MODEL:
        here, there = world_of(exercise, ROOT / "cassettes"), world_of(exercise, elsewhere)
        assert there["seed"] == ANOTHER_SEED
        assert there["now"] != here["now"]


def test_a_hard_coded_answer_does_not_survive_in_another_world(elsewhere: Path) -> None:
    """In each exercise some answers differ, or inputs where nothing is sent: who types them in is found out.

    Not all of them: a stranger's error page, or a list of tools, is the same on every evening.
    """
    for exercise in WITHOUT_MODEL:
        here, there = answers_of(exercise, ROOT / "cassettes"), answers_of(exercise, elsewhere)
        inputs_differ = world_of(exercise, elsewhere)["inputs"] != world_of(exercise, ROOT / "cassettes")["inputs"]
        assert any(here[name] != there[name] for name in here) if here else inputs_differ, exercise.stem


def place_of(exercise: Exercise, cassettes: Path) -> Path:
    return cassettes / exercise.cassettes.relative_to(ROOT / "cassettes")


def world_of(exercise: Exercise, cassettes: Path) -> dict[str, Any]:
    world: dict[str, Any] = json.loads((place_of(exercise, cassettes) / "world.json").read_text(encoding="utf-8"))
    return world


def answers_of(exercise: Exercise, cassettes: Path) -> dict[str, bytes]:
    recorded = [path for path in place_of(exercise, cassettes).glob("*.yaml") if ".synthetic." not in path.name]
    return {path.name: path.read_bytes() for path in recorded}
