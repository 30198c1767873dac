"""The four rooms of every exercise belong together: names, texts, points, quotes, recordings."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from grader import stubs
from grader.check import Check
from grader.course import POINTS_BY_DIFFICULTY, Exercise, Topic, constants, docstring

from .conftest import COURSE, ROOT

EXERCISES = pytest.mark.parametrize("exercise", COURSE.exercises, ids=[exercise.stem for exercise in COURSE.exercises])
HOSTS = re.compile(r"https?://([a-z-]+\.)?[a-z-]+\.test(:\d+)?(/|$|\?)")
KEY_LIKE = re.compile(
    r"\b(sk-(?!test)[\w-]{16,}|gh[pousr]_\w{20,}|AKIA\w{12,}|xox[bp]-\w+|AIza[\w-]{20,}|eyJ[\w-]+\.eyJ)"
)
LARGEST_CASSETTE = 100_000


def checks_of(exercise: Exercise) -> dict[str, tuple[Check, str]]:
    """The checks of an exercise with their docstrings, from a run of its test file's text."""
    namespace: dict[str, Any] = {"__name__": exercise.checks.stem}
    exec(compile(exercise.checks.read_text(encoding="utf-8"), str(exercise.checks), "exec"), namespace)
    return {
        name.removeprefix("test_"): (function.check, function.__doc__ or "")
        for name, function in namespace.items()
        if hasattr(function, "check")
    }


def folded(text: str) -> str:
    return " ".join(text.split())


def signatures(path: Path) -> dict[str, str]:
    """Public functions, classes and methods of a module, with their arguments and annotations."""
    found = {}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and (
            not node.name.startswith("_") or node.name == "__init__"
        ):
            arguments = (
                ast.unparse(node.args) + (f" -> {ast.unparse(node.returns)}" if node.returns else "")
                if isinstance(node, ast.FunctionDef)
                else ", ".join(map(ast.unparse, node.bases))
            )
            found[node.name] = f"{arguments}\n{ast.get_docstring(node)}"
    return found


def test_stems_are_numbered_without_a_gap() -> None:
    assert [exercise.number for exercise in COURSE.exercises] == list(range(1, len(COURSE.exercises) + 1))


def test_rooms_hold_exercises_and_nothing_else() -> None:
    stems = {(exercise.topic.name, exercise.stem) for exercise in COURSE.exercises}
    for room in ("exercises", "solutions"):
        found = {(path.parent.name, path.stem) for path in (ROOT / room).glob("t*/*.py")}
        assert found == stems, f"{room}/ and tests/ differ"
    assert {(path.parent.name, path.name) for path in (ROOT / "cassettes").glob("t*/*")} == stems
    assert {(path.parent.name, path.name) for path in (ROOT / "tests").glob("t*/e*") if path.is_dir()} == stems


@EXERCISES
def test_an_exercise_has_what_it_needs(exercise: Exercise) -> None:
    assert len(exercise.mistakes) >= 4
    assert len(exercise.alternatives) >= 2
    others = {path.name for path in exercise.variants.iterdir()} - {"props.py", "__pycache__"}
    assert others == {path.name for path in [*exercise.mistakes, *exercise.alternatives]}
    assert (exercise.cassettes / "world.json").exists()
    assert exercise.topic.lesson.exists()
    assert exercise.stub.name in exercise.topic.lesson.read_text(encoding="utf-8"), "the lesson does not link to it"


@EXERCISES
def test_one_alternative_uses_a_session_and_one_builds_the_request_by_hand(exercise: Exercise) -> None:
    texts = [path.read_text(encoding="utf-8") for path in exercise.alternatives]
    if "timeout" not in exercise.solution.read_text(encoding="utf-8"):
        return  # it sends nothing: it works on what it is handed
    assert any("Session(" in text or "session" in text for text in texts)
    assert any(re.search(r"requests\.Request\(|PreparedRequest|\.prepare", text) for text in texts)


@EXERCISES
def test_the_solution_is_the_stub_filled_in(exercise: Exercise) -> None:
    assert docstring(exercise.stub) == docstring(exercise.solution)
    stub, solution = signatures(exercise.stub), signatures(exercise.solution)
    assert {name: solution.get(name) for name in stub} == stub


@EXERCISES
def test_the_title_names_the_exercise(exercise: Exercise) -> None:
    first = (docstring(exercise.stub) or "").splitlines()[0]
    assert re.fullmatch(rf"{exercise.code} · [A-Z].*[^.]", first)
    assert folded(exercise.title.lower().replace("?", "")) != ""


@EXERCISES
def test_the_stub_says_where_to_begin(exercise: Exercise) -> None:
    text = exercise.stub.read_text(encoding="utf-8")
    numbers = [int(number) for number in re.findall(r"# TODO (\d):", text)]
    if exercise.number == 1:
        assert numbers == []
        return
    assert numbers == list(range(1, len(numbers) + 1))
    assert 1 <= len(numbers) <= 3
    assert "TODO" not in exercise.solution.read_text(encoding="utf-8")
    if constants(exercise.checks).get("UNTOUCHED") is None:
        assert 'NotImplementedError("TODO 1: ' in text


@EXERCISES
def test_stub_and_solution_import_nothing_of_ours(exercise: Exercise) -> None:
    for path in (exercise.stub, exercise.solution, *exercise.mistakes, *exercise.alternatives):
        assert not re.search(
            r"^\s*(from|import) (grader|kitchen|tests|solutions|exercises|pytest|vcr)\b",
            path.read_text(encoding="utf-8"),
            re.MULTILINE,
        ), path.name


@EXERCISES
def test_each_check_quotes_the_stub(exercise: Exercise) -> None:
    text = folded(re.sub(r"(?m)^\s*# ?", " ", exercise.stub.read_text(encoding="utf-8")))
    for name, (check, _) in checks_of(exercise).items():
        assert check.says in text, f"{name} says “{check.says}”, which the stub does not"


@EXERCISES
def test_each_check_can_be_read_and_helps(exercise: Exercise) -> None:
    for name, (check, sentence) in checks_of(exercise).items():
        assert re.fullmatch(r"[A-Z“`].*\.", folded(sentence)), f"{name} needs a docstring that is one sentence"
        assert len(folded(sentence)) <= 100, f"the sentence of {name} is too long for a line"
        assert check.hint, f"{name} has no hint"
        assert all(hint.strip() for hint in check.hint)


@EXERCISES
def test_the_points_add_up(exercise: Exercise) -> None:
    checks = [check for check, _ in checks_of(exercise).values() if not check.extra]
    difficulty = exercise.facts["DIFFICULTY"]
    exceptions = {1: 0, 54: 16}  # the first one teaches how to go about it, the last one takes three sittings
    wanted = exceptions.get(exercise.number, POINTS_BY_DIFFICULTY[int(str(difficulty))])
    assert sum(check.points for check in checks) == wanted == exercise.points
    assert all(check.points >= 0 for check in checks)
    first = checks[0]
    assert not first.waits, "the first check has a real result, and can't wait for itself"
    if difficulty == 1:
        assert 2 * first.points >= wanted


@EXERCISES
def test_recordings_are_used_small_and_clean(exercise: Exercise) -> None:
    checks = checks_of(exercise)
    wanted = {check.cassette or name for name, (check, _) in checks.items() if not check.offline}
    found = {path.name.removesuffix(".yaml"): path for path in exercise.cassettes.glob("*.yaml")}
    assert set(found) == wanted
    assert {path.name for path in exercise.cassettes.iterdir()} == {"world.json", *(f"{name}.yaml" for name in found)}
    for name, path in found.items():
        text = path.read_text(encoding="utf-8")
        assert len(text) <= LARGEST_CASSETTE, f"{path.name} is too large"
        assert not KEY_LIKE.search(text), f"{path.name} holds something like a real key"
        interactions = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))["interactions"]
        assert interactions
        for interaction in interactions:
            assert HOSTS.match(interaction["request"]["uri"]), interaction["request"]["uri"]
        synthetic = name.endswith(".synthetic")
        assert text.startswith("# Written by hand: ") == synthetic, (
            f"{path.name}: say what was written by hand, and why"
        )
        if not synthetic:
            assert "x-cassette-" not in text.lower(), "faults are laid over a recording, not written into it"


@EXERCISES
def test_recorded_request_headers_are_those_that_a_check_asks_for(exercise: Exercise) -> None:
    for name, (check, _) in checks_of(exercise).items():
        if check.offline or check.cassette is not None:
            continue
        text = (exercise.cassettes / f"{name}.yaml").read_text(encoding="utf-8")
        for interaction in yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))["interactions"]:
            kept = {header.lower() for header in interaction["request"]["headers"]}
            assert kept <= {*check.match, "content-type"}, name


@EXERCISES
def test_the_world_is_that_of_the_public_seed(exercise: Exercise) -> None:
    world = json.loads((exercise.cassettes / "world.json").read_text(encoding="utf-8"))
    assert world["seed"] == 1
    text = exercise.checks.read_text(encoding="utf-8")
    unused = [name for name in world["inputs"] if f"world.{name}" not in text]
    assert unused == [], "draw() draws what no check uses"


@EXERCISES
def test_the_shipped_stub_is_noted(exercise: Exercise) -> None:
    assert stubs.is_untouched(exercise), "run `python -m grader shipped` after changing a stub on purpose"


def test_the_engine_imports_one_way() -> None:
    """Learners' files know nothing of us, the engine nothing of the kitchen, the door nothing of its two sides."""
    forbidden = {
        "grader": r"kitchen",
        "kitchen": r"grader",
        "grader/door": r"grader\.(judge|worker|faces|commands|run)|requests|vcr|pytest",
        "grader/worker": r"grader\.(judge|faces|commands|run|report|check|course)|pytest",
        "grader/judge": r"grader\.(faces|commands|run)",
        "grader/faces": r"grader\.(judge(?!\.wire)|worker|commands|run)|pytest|vcr",
    }
    for folder, names in forbidden.items():
        for path in (ROOT / folder).rglob("*.py"):
            line = re.search(rf"^\s*(from|import) ({names})\b.*", path.read_text(encoding="utf-8"), re.MULTILINE)
            assert line is None, f"{path.relative_to(ROOT)}: {line and line[0]}"


@pytest.mark.parametrize("topic", COURSE.topics, ids=[topic.name for topic in COURSE.topics])
def test_what_is_laid_out_in_a_lesson_fits_a_terminal(topic: Topic) -> None:
    """``make lesson`` shows it at 80 columns; prose is folded, but code and drawings can't be."""
    inside, wide = False, []
    for line in topic.lesson.read_text(encoding="utf-8").splitlines():
        inside ^= line.startswith("```")
        wide += [line] if inside and len(line) > 78 else []
    assert wide == []
