"""Recordings are real: made again they are the same bytes, and in another world every solution passes too."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

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
    folders = [folder / exercise.cassettes.relative_to(ROOT / "cassettes") for exercise in WITHOUT_MODEL]
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for place in folders
        for path in sorted(place.rglob("*"))
        if path.is_file() and not path.name.endswith(".synthetic.yaml")
    }


def test_recording_again_gives_the_same_bytes(again: Path) -> None:
    fresh, kept = contents(again), contents(ROOT / "cassettes")
    assert set(fresh) == set(kept)
    assert [name for name in kept if fresh[name] != kept[name]] == []


def test_another_seed_is_another_world(elsewhere: Path) -> None:
    for exercise in WITHOUT_MODEL:
        place = exercise.cassettes.relative_to(ROOT / "cassettes") / "world.json"
        there = json.loads((elsewhere / place).read_text(encoding="utf-8"))
        here = json.loads((ROOT / "cassettes" / place).read_text(encoding="utf-8"))
        assert there["seed"] == ANOTHER_SEED
        assert there["now"] != here["now"]
        if here["inputs"]:
            assert there["inputs"] != here["inputs"], exercise.stem


def test_a_hard_coded_answer_does_not_survive_in_another_world(elsewhere: Path) -> None:
    """The answers differ as well as the inputs, so that somebody who types them in is found out."""
    answers_here, answers_there = contents(ROOT / "cassettes"), contents(elsewhere)
    names = [name for name in answers_here if name.endswith(".yaml")]
    same = [name for name in names if answers_here[name] == answers_there.get(name)]
    assert same == []
