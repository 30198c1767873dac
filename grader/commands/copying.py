"""What a learner's copy of the course holds: the released exercises without their answers, and what runs them.

Of the engine it is what a learner's commands import, and what that imports: no list has to be kept in step, and
nothing that only instructors or authors use gets into it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from grader import stubs
from grader.commands import COMMANDS
from grader.commands.bringing import SHIPPED
from grader.commands.reset import original
from grader.course import Course, CourseError, Exercise

STARTED_BY_NAME = ("grader.__main__", "grader.judge.plugin", "grader.judge.fixtures", "grader.worker.main")
"""What no module imports: Python, pytest and the judge are told its name."""

FOR_CLASSES = ("grader.isolation", "grader.batch", "grader.doors")
"""What is imported only while a class is graded."""

AS_IT_IS = (
    "LICENSE",
    "Makefile",
    ".gitignore",
    ".gitattributes",
    ".editorconfig",
    ".devcontainer/devcontainer.json",
    ".vscode/extensions.json",
    ".vscode/settings.json",
    "requirements/learner.txt",
    "docs/api.html",
    "docs/openapi.json",
)

WRITTEN = {
    "README.md": "README.md",
    "order-up.yml": ".github/workflows/order-up.yml",
    "pull_request_template.md": ".github/pull_request_template.md",
}
"""The files in ``grader/templates/classroom`` that are written for learners, and where they go."""

TEMPLATES = Path(__file__).parents[1] / "templates" / "classroom"


def files(course: Course, exercises: Sequence[Exercise], settings: Mapping[str, str]) -> dict[str, bytes]:
    """A learner's copy with these exercises: contents by their places, with forward slashes.

    Args:
        course: the instructor's course.
        exercises: what is released.
        settings: what is put in the place of ``@NAME@`` in the files that are written for learners.

    Raises:
        CourseError: when a file can't be read, or a stub was changed and git can't give it as it was shipped.
    """
    found = {place: _read(course.root / place) for place in AS_IT_IS if (course.root / place).exists()}
    found["pyproject.toml"] = _learners_part(_read(course.root / "pyproject.toml").decode("utf-8")).encode("utf-8")
    for name, place in WRITTEN.items():
        found[place] = _filled(_read(TEMPLATES / name).decode("utf-8"), settings).encode("utf-8")
    for path in engine(course.root):
        found[path.relative_to(course.root).as_posix()] = _read(path)
    lines = []
    for exercise in exercises:
        stub = exercise.stub.relative_to(course.root).as_posix()
        found[stub] = _stub(exercise)
        lines.append(f"{stubs.blob_id(found[stub])}  {stub.partition('/')[2]}\n")
        for path in _rooms(exercise):
            found[path.relative_to(course.root).as_posix()] = _read(path)
    found[SHIPPED] = "".join(lines).encode("utf-8")
    return found


def engine(root: Path) -> list[Path]:
    """The modules of the engine that a learner's commands need, directly or not; sorted."""
    commands = [
        f"grader.commands.{command.module or name}"
        for name, command in COMMANDS.items()
        if command.role == "learner" and set(command.groups) <= {"learner"}
    ]
    waiting, needed = [*STARTED_BY_NAME, *commands], set[Path]()
    while waiting:
        module = waiting.pop()
        path = _file(root, module)
        if path is not None and path not in needed:
            needed.add(path)
            waiting += [module.rpartition(".")[0], *_imported(path, module)]
    return sorted(needed)


def _imported(path: Path, module: str) -> Iterator[str]:
    """The names that a module imports, at its top or later; names of what is in a module are among them."""
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)


def _file(root: Path, module: str) -> Path | None:
    """The file of a module of the engine; None for everything else, and for what learners don't need."""
    if module.partition(".")[0] != "grader" or module.startswith(FOR_CLASSES):
        return None
    place = root.joinpath(*module.split("."))
    return next((path for path in (place / "__init__.py", place.with_suffix(".py")) if path.is_file()), None)


def _rooms(exercise: Exercise) -> Iterator[Path]:
    """What stands beside the stub; of mistakes and alternatives nothing."""
    yield exercise.checks
    props = exercise.variants / "props.py"
    yield from (path for path in (exercise.topic.lesson, props) if path.exists())
    yield from (path for path in sorted(exercise.cassettes.rglob("*")) if path.is_file())


def _stub(exercise: Exercise) -> bytes:
    """The stub as it was shipped: an instructor may have tried the exercise in this very course."""
    return _read(exercise.stub) if stubs.is_untouched(exercise) else original(exercise)


def _learners_part(text: str) -> str:
    """``pyproject.toml`` with what a learner installs, ruff and pytest; the other groups and mypy are left out."""
    kept = []
    for section in re.split(r"(?m)^(?=\[)", text):
        if section.startswith("[dependency-groups]"):
            section = section.partition("\n]\n")[0] + "\n]\n\n"
        if not section.lstrip("[").startswith("tool.mypy"):
            kept.append(section)
    return "".join(kept)


def _filled(text: str, settings: Mapping[str, str]) -> str:
    return re.sub(r"@([A-Z]+)@", lambda match: settings[match[1]], text)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CourseError(f"{path} can't be read ({(error.strerror or str(error)).lower()}).") from None
