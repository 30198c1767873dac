"""``record``: make every cassette anew from the practice servers, with the reference solutions in front."""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path

from grader.commands import weights
from grader.commands.choosing import add_exercises, chosen
from grader.commands.servers import running
from grader.course import Course, Exercise
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
    exercises = chosen(course, arguments.exercise)
    exercises, model = weights.with_model(course, exercises, named=bool(arguments.exercise), given=arguments.model)
    into: Path = arguments.into or (
        course.root / "cassettes" if arguments.seed == PUBLIC_SEED else Path(f"cassettes-seed-{arguments.seed}")
    )
    with tempfile.TemporaryDirectory(prefix="order-up-") as made:
        fresh = Path(made)
        recorded = record(course, exercises, seed=arguments.seed, into=fresh, model=model)
        if not recorded.passed:
            return _complain(course, recorded, "Nothing was changed: not every check passed while recording.")
        changed = _install(course, exercises, fresh, into)
    replayed = replay(course, exercises, into)
    if not replayed.passed:
        return _complain(course, replayed, f"Recorded into {into}, but not every check passes on replay.")
    checks = sum(len(result.checks) for result in replayed.exercises)
    print(f"Recorded {len(exercises)} exercises into {into}: {checks} checks pass on replay, {changed} files changed.")
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


def _install(course: Course, exercises: list[Exercise], fresh: Path, into: Path) -> int:
    """Put new recordings in the place of the old ones; what was written by hand stays. How many files changed."""
    changed = 0
    for exercise in exercises:
        place = exercise.cassettes.relative_to(course.root / "cassettes")
        target = into / place
        target.mkdir(parents=True, exist_ok=True)
        made = {path.name: path.read_bytes() for path in (fresh / place).iterdir()}
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
