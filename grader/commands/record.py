"""``record``: make every cassette anew from the practice servers, with the reference solutions in front.

Another seed is another world, for grading against answers that nobody has seen. What the language model says has no
seed: those exercises are taken over from the public world, so that a private folder grades the whole course, and no
weights are needed to make one.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from pathlib import Path

from grader.commands import weights
from grader.commands.choosing import add_exercises, chosen
from grader.commands.servers import running
from grader.course import Course, CourseError, Exercise
from grader.faces import screen, terminal
from grader.report import Report

PUBLIC_SEED = 1


def configure(parser: argparse.ArgumentParser) -> None:
    add_exercises(parser)
    parser.add_argument("--seed", type=int, default=PUBLIC_SEED, metavar="N", help="which world (default: %(default)s)")
    parser.add_argument(
        "--into", type=Path, metavar="DIR", help="where to (default: cassettes/; another seed asks for one)"
    )
    parser.add_argument("--model", default="", metavar="GGUF", help="another language model than the course's")


def run(arguments: argparse.Namespace, course: Course) -> int:
    exercises, private = chosen(course, arguments.exercise), arguments.seed != PUBLIC_SEED
    public = course.root / "cassettes"
    into: Path = arguments.into or (Path(f"cassettes-seed-{arguments.seed}") if private else public)
    if private and into.resolve() == public.resolve():
        raise CourseError(f"{into} holds the public recordings. Name another folder for seed {arguments.seed}.")
    if private and not arguments.model:
        exercises, model = _without_model(exercises), None
    else:
        exercises, model = weights.with_model(course, exercises, named=bool(arguments.exercise), given=arguments.model)
    with tempfile.TemporaryDirectory(prefix="order-up-") as made:
        fresh = Path(made)
        recorded = record(course, exercises, seed=arguments.seed, into=fresh, model=model)
        if not recorded.passed:
            return _complain(course, recorded, "Nothing was changed: not every check passed while recording.")
        changed = _install(course, exercises, fresh, into)
    if private:
        _take_over(course, into)
    replayed = replay(course, exercises, into)
    if not replayed.passed:
        return _complain(course, replayed, f"Recorded into {into}, but not every check passes on replay.")
    checks = sum(len(result.checks) for result in replayed.exercises)
    print(f"Recorded {len(exercises)} exercises into {into}: {checks} checks pass on replay, {changed} files changed.")
    if private:
        print(what_is_private(course, into))
    return 0


def record(course: Course, exercises: list[Exercise], *, seed: int, into: Path, model: Path | None = None) -> Report:
    """Record these exercises' checks into a folder."""
    from grader.run import grade

    with running(course, into, seed=seed, tls=True, model=model) as told:
        return grade(
            course, exercises, room="solutions", inline=True, pytest_arguments=[f"--kitchen={told}"], incomplete=True
        )


def replay(course: Course, exercises: list[Exercise], cassettes: Path) -> Report:
    """Grade the reference solutions with the recordings of a folder."""
    from grader.run import grade

    return grade(course, exercises, room="solutions", pytest_arguments=[f"--cassettes={cassettes}"])


def _without_model(exercises: list[Exercise]) -> list[Exercise]:
    """Those of the exercises that have a world of their own for each seed."""
    seeded = [exercise for exercise in exercises if not weights.needs_model(exercise)]
    if not seeded:
        codes = ", ".join(exercise.code for exercise in exercises)
        raise CourseError(
            f"What the language model says has no seed, so there is no private world of {codes}. To record it with "
            "a model all the same, name the file: `--model PATH`."
        )
    return seeded


def _take_over(course: Course, into: Path) -> None:
    """Complete a private folder with the public recordings of what has no world of its own in it."""
    for exercise in course.exercises:
        if _seed(course, exercise, into) == PUBLIC_SEED:
            shutil.copytree(exercise.cassettes, _place(course, exercise, into), dirs_exist_ok=True)


def what_is_private(course: Course, cassettes: Path) -> str:
    """A sentence about a folder of recordings: which exercises have a world of their own in it."""
    private = [exercise for exercise in course.exercises if _seed(course, exercise, cassettes) != PUBLIC_SEED]
    public = [exercise for exercise in course.exercises if exercise not in private]
    by_hand = "what was written by hand (*.synthetic.yaml)"
    return (
        f"Private: {_ranges(private) or 'nothing'}. As in the public world: "
        f"{f'{_ranges(public)}, and {by_hand}' if public else by_hand}."
    )


def _ranges(exercises: list[Exercise]) -> str:
    """Codes, with neighbours drawn together: ``e01–e34, e44``."""
    runs: list[list[Exercise]] = []
    for exercise in exercises:
        if runs and runs[-1][-1].number == exercise.number - 1:
            runs[-1].append(exercise)
        else:
            runs.append([exercise])
    return ", ".join(run[0].code if len(run) == 1 else f"{run[0].code}–{run[-1].code}" for run in runs)


def _seed(course: Course, exercise: Exercise, cassettes: Path) -> int:
    """The seed that an exercise's recordings in a folder were made from; the public one where there are none."""
    world = _place(course, exercise, cassettes) / "world.json"
    return int(json.loads(world.read_text(encoding="utf-8"))["seed"]) if world.exists() else PUBLIC_SEED


def _place(course: Course, exercise: Exercise, cassettes: Path) -> Path:
    return cassettes / exercise.cassettes.relative_to(course.root / "cassettes")


def _install(course: Course, exercises: list[Exercise], fresh: Path, into: Path) -> int:
    """Put new recordings in the place of the old ones; what was written by hand stays. How many files changed."""
    changed = 0
    for exercise in exercises:
        target, made_in = _place(course, exercise, into), _place(course, exercise, fresh)
        target.mkdir(parents=True, exist_ok=True)
        made = {path.name: path.read_bytes() for path in made_in.iterdir()}
        for old in [*target.glob("*.yaml"), *target.glob("world.json")]:
            if not old.name.endswith(".synthetic.yaml") and old.name not in made:
                old.unlink()
                changed += 1
        for name, content in made.items():
            path = target / name
            if not path.exists() or path.read_bytes() != content:
                path.write_bytes(content)
                changed += 1
        if into != course.root / "cassettes":
            for path in exercise.cassettes.glob("*.synthetic.yaml"):
                shutil.copy(path, target / path.name)
    return changed


def _complain(course: Course, report: Report, sentence: str) -> int:
    failed = [result for result in report.exercises if result.verdict != "passed"]
    screen.show(terminal.page(Report(tuple(failed[:1]), report.errors), course, named=True, next_up=None))
    print(sentence)
    return 1
