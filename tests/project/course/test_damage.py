"""Whatever is wrong with one exercise is a clear verdict on that exercise, and the others are graded all the same."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from .conftest import COURSE, ROOT

PROGRAM = "import sys; from grader.commands import main; sys.exit(main(sys.argv[2:], sys.argv[1]))"

LOOP = """
def place_order(*arguments, **keywords):
    while True:
        try:
            pass
        except BaseException:
            pass
"""

DAMAGE: dict[str, tuple[bytes | None, str, str]] = {
    "e02": (b"import nothing_like_this\n", "crashed", "nothing_like_this"),
    "e03": (b"def search_menu(:\n", "crashed", "Python can't read your file"),
    "e04": (b'"""Nothing left."""\n', "crashed", "There is no \u201cdescribe\u201d in your file"),
    "e05": (b"def book_a_table(base, name, guests, *, wait=5):\n    return 201, {}\n", "wrong result", "no request"),
    "e06": (LOOP.encode(), "too slow", "after 10 seconds"),
    "e07": (b"import sys\nsys.exit(0)\n", "crashed", "sys.exit()"),
    "e08": (b"import os\ndef cancel_order(*a, **k):\n    os._exit(0)\n", "crashed", "ended the whole Python process"),
    "e09": (b"# caf\xe9\n", "crashed", "not UTF-8"),
    "e10": (None, "crashed", "is missing"),
    "e11": (b"class Bistro:\n    pass\n", "crashed", "can't be called as the stub says"),
    "e12": (b"def get_specials(*a, **k):\n    return get_specials(*a, **k)\n", "crashed", "RecursionError"),
    "e13": (b"def download(*a, **k):\n    a = []\n    a.append(a)\n    return a\n", "wrong result", "contains itself"),
}
"""What stands in the file instead of the stub (None: no file), the verdict, and what the first line says."""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the course in which twelve exercises are damaged and the others solved."""
    root = tmp_path_factory.mktemp("damage") / "order-up"
    for room in ("exercises", "solutions", "tests", "cassettes"):
        shutil.copytree(ROOT / room, root / room, ignore=shutil.ignore_patterns("__pycache__", "project"))
    for exercise in COURSE.exercises:
        stub = root / exercise.stub.relative_to(ROOT)
        damaged = DAMAGE.get(exercise.code)
        if damaged is None:
            shutil.copy(exercise.solution, stub)
        elif damaged[0] is None:
            stub.unlink()
        else:
            stub.write_bytes(damaged[0])
    return root


def run(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    command = [sys.executable, "-c", PROGRAM, str(root), *arguments]
    return subprocess.run(
        command, cwd=root, env=environment, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False
    )


@pytest.fixture(scope="module")
def results(root: Path) -> dict[str, Any]:
    done = run(root, "test", "--json", "-")
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    report = json.loads(done.stdout)
    assert report["errors"] == []
    return {exercise["stem"][:3]: exercise for exercise in report["exercises"]}


@pytest.mark.parametrize("code", DAMAGE)
def test_damage_is_a_verdict_on_its_own_exercise(results: dict[str, Any], code: str) -> None:
    _, verdict, words = DAMAGE[code]
    assert results[code]["verdict"] == verdict
    problem = next(check["problem"] for check in results[code]["checks"] if check["problem"])
    assert words in problem["summary"]


def test_the_others_are_graded_all_the_same(results: dict[str, Any]) -> None:
    whole = [exercise for exercise in COURSE.exercises if exercise.code not in DAMAGE]
    assert len(whole) == len(results) - len(DAMAGE) > 0
    for exercise in whole:
        result = results[exercise.code]
        assert (result["verdict"], result["earned"]) == ("passed", result["points"]), exercise.code
    assert sum(results[code]["earned"] for code in DAMAGE) == 0


@pytest.mark.parametrize("code", [code for code in DAMAGE if code != "e06"])
def test_a_learner_sees_one_failure_in_twelve_lines(root: Path, code: str) -> None:
    done = run(root, "test", code)
    assert done.returncode == 1
    assert "Traceback" not in done.stdout + done.stderr
    paragraphs = done.stdout.split("\n\n")
    assert DAMAGE[code][2] in " ".join(paragraphs[2].split())
    assert len(paragraphs[2].splitlines()) <= 12
    assert all(len(line) <= 80 for line in done.stdout.splitlines())
