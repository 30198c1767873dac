"""What both sides are asked with: our solutions in this process, the official clients in one of their own."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from grader.commands.servers import running
from grader.course import Course

ROOT = Path(__file__).resolve().parents[3]
COURSE = Course(ROOT)


def client_of(package: str) -> pytest.MarkDecorator:
    """Skip, with a word, where the package is not installed. It is only looked for: imported it is elsewhere."""
    missing = importlib.util.find_spec(package) is None
    reason = f"{package} is not installed: pip install -r requirements/clients.txt (and record.txt)"
    return pytest.mark.skipif(missing, reason=reason)


def official(script: str, **told: Any) -> Any:
    """What an official client reads: the JSON that `with_….py` prints."""
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name(script))],
        input=json.dumps(told, default=str),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def solution(code: str) -> ModuleType:
    """Our solution of an exercise, loaded afresh."""
    (exercise,) = COURSE.find(code)
    spec = importlib.util.spec_from_file_location(f"solution_{exercise.stem}", exercise.solution)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look there for the module they are in
    spec.loader.exec_module(module)
    return module


def cassettes(code: str) -> list[Any]:
    """All recordings of an exercise, as parameters with their names."""
    (exercise,) = COURSE.find(code)
    return [pytest.param(path, id=path.stem) for path in sorted(exercise.cassettes.glob("*.yaml"))]


def cassette(code: str, name: str) -> Path:
    (exercise,) = COURSE.find(code)
    path: Path = exercise.cassettes / f"{name}.yaml"
    return path


@pytest.fixture(scope="session")
def kitchen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """The practice servers, and where they are: `kitchen["servers"]["pantry"]`."""
    with running(COURSE, tmp_path_factory.mktemp("kitchen"), seed=1, tls=False) as told:
        yield json.loads(told.read_text(encoding="utf-8"))


@pytest.fixture
def control(kitchen: dict[str, Any]) -> Callable[..., None]:
    """The kitchen's back door: `control("clock", advance=5.0)`. Each test begins with a fresh evening."""
    import requests

    def ask(path: str, **body: Any) -> None:
        requests.post(f"{kitchen['control']}/_kitchen/{path}", json=body, timeout=10).raise_for_status()

    ask("reset", seed=1)
    return ask
