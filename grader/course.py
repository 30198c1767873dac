"""What stands where: an exercise is one stem with a room in each of four folders."""

from __future__ import annotations

import ast
import functools
import re
from dataclasses import dataclass
from pathlib import Path

STEM = re.compile(r"e(?P<number>\d\d)_[a-z0-9_]+")
TOPIC = re.compile(r"t(?P<number>\d\d)_[a-z0-9_]+")

POINTS_BY_DIFFICULTY = {1: 2, 2: 4, 3: 6, 4: 8, 5: 12}


class CourseError(Exception):
    """The course or the way it was asked for is wrong; the text is one sentence for the person who asked."""


@dataclass(frozen=True)
class Topic:
    """A folder of exercises with its lesson."""

    root: Path
    name: str

    @property
    def number(self) -> int:
        return int(self.name[1:3])

    @property
    def lesson(self) -> Path:
        return self.root / "exercises" / self.name / "README.md"

    @functools.cached_property
    def title(self) -> str:
        """The heading of the lesson page, without the topic's number: ``Your first calls``."""
        try:
            heading = self.lesson.read_text(encoding="utf-8").splitlines()[0]
        except (OSError, IndexError):
            return self.name[4:].replace("_", " ").capitalize()
        return heading.lstrip("# ").split(" · ", 1)[-1].strip()


@dataclass(frozen=True)
class Exercise:
    """One exercise: its stem and the four rooms that follow from it."""

    root: Path
    topic: Topic
    stem: str

    @property
    def number(self) -> int:
        return int(self.stem[1:3])

    @property
    def code(self) -> str:
        """The short name that people type: ``e07``."""
        return self.stem[:3]

    @property
    def stub(self) -> Path:
        return self.root / "exercises" / self.topic.name / f"{self.stem}.py"

    @property
    def solution(self) -> Path:
        return self.root / "solutions" / self.topic.name / f"{self.stem}.py"

    @property
    def checks(self) -> Path:
        return self.root / "tests" / self.topic.name / f"test_{self.stem}.py"

    @property
    def variants(self) -> Path:
        """The folder of mistakes and alternatives, and of ``props.py`` where there is one."""
        return self.root / "tests" / self.topic.name / self.stem

    @property
    def cassettes(self) -> Path:
        return self.root / "cassettes" / self.topic.name / self.stem

    @property
    def mistakes(self) -> list[Path]:
        return sorted(self.variants.glob("mistake_*.py"))

    @property
    def alternatives(self) -> list[Path]:
        return sorted(self.variants.glob("alternative_*.py"))

    @functools.cached_property
    def title(self) -> str:
        """The first line of the stub's docstring without the number: ``Wait as long as you are told``.

        It is read from the solution when the stub can't be read, so that a broken stub keeps its name.
        """
        for path in (self.stub, self.solution):
            text = docstring(path)
            if text and " · " in text.splitlines()[0]:
                return text.splitlines()[0].split(" · ", 1)[1].strip()
        return self.stem[4:].replace("_", " ").capitalize()

    @functools.cached_property
    def facts(self) -> dict[str, object]:
        """The constants at the head of the checks: ``DIFFICULTY``, ``CORE`` and what else stands there in capitals."""
        return constants(self.checks)

    @property
    def core(self) -> bool:
        return bool(self.facts.get("CORE", False))

    @property
    def points(self) -> int:
        """What the exercise is worth: by its difficulty, unless its checks say ``POINTS`` themselves."""
        points = self.facts.get("POINTS", POINTS_BY_DIFFICULTY.get(int(str(self.facts.get("DIFFICULTY", 0))), 0))
        return int(str(points))


class Course:
    """The exercises below a folder, in the order of their numbers."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @functools.cached_property
    def exercises(self) -> list[Exercise]:
        found = [
            Exercise(self.root, Topic(self.root, path.parent.name), path.stem[len("test_") :])
            for path in (self.root / "tests").glob("t[0-9][0-9]_*/test_e[0-9][0-9]_*.py")
        ]
        return sorted(found, key=lambda exercise: exercise.number)

    @property
    def topics(self) -> list[Topic]:
        return sorted({exercise.topic for exercise in self.exercises}, key=lambda topic: topic.number)

    def of(self, path: Path) -> Exercise | None:
        """The exercise that a file belongs to, whichever of its rooms the file is in."""
        parts = {part.removeprefix("test_").removesuffix(".py") for part in path.parts}
        return next((exercise for exercise in self.exercises if exercise.stem in parts), None)

    def find(self, wanted: str) -> list[Exercise]:
        """The exercises that somebody means by ``e07``, ``7``, ``t02``, a path or a unique part of a name."""
        text = wanted.strip().replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
        text = text.removesuffix(".py").removeprefix("test_").lower()
        if not text:
            raise CourseError("No exercise was named. Say for example EX=e07, EX=7 or EX=cancel.")
        if re.fullmatch(r"e?\d{1,2}", text):
            number = int(text.lstrip("e"))
            hits = [exercise for exercise in self.exercises if exercise.number == number]
        elif re.fullmatch(r"t\d{1,2}", text) or TOPIC.fullmatch(text):
            number = int(re.findall(r"\d+", text)[0])
            return [exercise for exercise in self.exercises if exercise.topic.number == number] or self._none(wanted)
        else:
            exact = [exercise for exercise in self.exercises if exercise.stem == text]
            hits = exact or [exercise for exercise in self.exercises if text.replace(" ", "_") in exercise.stem]
        if len(hits) > 1:
            names = ", ".join(exercise.stem for exercise in hits)
            raise CourseError(f"“{wanted}” fits several exercises: {names}. Say one of them.")
        return hits or self._none(wanted)

    def _none(self, wanted: str) -> list[Exercise]:
        if not self.exercises:
            raise CourseError(f"There are no exercises below {self.root}. Run this in the folder of the course.")
        first, last = self.exercises[0].code, self.exercises[-1].code
        raise CourseError(
            f"There is no exercise “{wanted}”. They are called {first} to {last}; `make list` shows them."
        )


def parse(path: Path) -> ast.Module | None:
    """The file as a syntax tree, or None where it can't be read or parsed."""
    try:
        return ast.parse(path.read_bytes())
    except (OSError, SyntaxError, ValueError):
        return None


def docstring(path: Path) -> str | None:
    tree = parse(path)
    return ast.get_docstring(tree) if tree else None


def constants(path: Path) -> dict[str, object]:
    """The literal constants at the top level of a module, read without running it."""
    tree = parse(path)
    found: dict[str, object] = {}
    for node in tree.body if tree else []:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id.isupper():
            try:
                found[node.targets[0].id] = ast.literal_eval(node.value)
            except ValueError:
                continue
    return found
