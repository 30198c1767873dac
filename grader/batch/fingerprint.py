"""What a result depends on, as a hash: the learner's file, the checks and recordings of the exercise, the engine."""

from __future__ import annotations

import ast
import functools
import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from grader.course import Course, Exercise
from grader.run import versions

ENGINE = ("check.py", "course.py", "report.py", "run.py", "stubs.py", "batch/slot.py")
PARTS = ("door", "isolation", "judge", "worker")


class Fingerprints:
    """The keys of results, for a course and a folder of recordings (None for the course's own)."""

    def __init__(self, course: Course, cassettes: Path | None = None) -> None:
        self._course, self._cassettes = course, cassettes
        self._of_checks: dict[str, str] = {}

    def key(self, exercise: Exercise, code: bytes) -> str:
        """The key of what this code gets for this exercise."""
        return _hash([engine(), self._checks(exercise), hashlib.sha256(code).hexdigest()])

    def _checks(self, exercise: Exercise) -> str:
        known = self._of_checks.get(exercise.stem)
        if known is None:
            files = [exercise.checks, exercise.variants / "props.py"]
            files += sorted(path for path in self._recordings(exercise).glob("*") if path.is_file())
            known = self._of_checks[exercise.stem] = _hash(_contents(files))
        return known

    def _recordings(self, exercise: Exercise) -> Path:
        own = exercise.cassettes
        return own if self._cassettes is None else self._cassettes / own.relative_to(exercise.root / "cassettes")


@functools.lru_cache
def engine() -> str:
    """The hash of the engine, as far as a result depends on it."""
    grader = Path(__file__).resolve().parents[1]
    files = [grader / name for name in ENGINE]
    for part in PARTS:
        files += sorted((grader / part).glob("*.py"))
    return _hash([json.dumps(versions(), sort_keys=True), *_contents(files)])


@functools.lru_cache
def pages() -> str:
    """The hash of what makes pages of results."""
    grader = Path(__file__).resolve().parents[1]
    places = [path for part in ("faces", "pages") for path in sorted((grader / part).rglob("*"))]
    return _hash(_contents(path for path in places if path.suffix in (".py", ".html", ".md", ".css", ".js")))


def _contents(files: Iterable[Path]) -> Iterable[str]:
    for file in files:
        if file.exists():
            yield file.name
            yield hashlib.sha256(file.read_bytes()).hexdigest()


def _hash(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def digest(code: bytes) -> str:
    """The hash of code but for its comments, docstrings and layout; of the bytes where it is no Python."""
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return hashlib.sha256(code).hexdigest()
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0] if node.body else None
            if (
                isinstance(first, ast.Expr)
                and isinstance(first.value, ast.Constant)
                and isinstance(first.value.value, str)
            ):
                node.body = node.body[1:]
    return _hash([ast.dump(tree)])
