"""Classroom 50: its runner starts us in a student's checkout, and reads ``./result.json`` (classroom50/result/v1).

It is started by ``autograder.py`` or ``check.py`` of the bundle (see ``grader/templates/classroom50``), with the bundle
as the course: engine, checks and recordings are the instructor's, and of the checkout only the exercises are read.

Status 0 says that the grading was done, however it went. When it could not be done, there is no ``result.json`` and
the status is 1: the runner then publishes a result with the status ``error``, and nobody gets a 0 for what is not their
fault.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import json
import math
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from grader import assignment as assignments
from grader.assignment import Assignment
from grader.batch import single, submissions
from grader.batch.submissions import Submission
from grader.course import Course, CourseError, Exercise
from grader.faces.text import one_line
from grader.report import ExerciseResult, Report, Verdict

SCHEMA = "classroom50/result/v1"
NEEDED = ("CLASSROOM", "ASSIGNMENT", "SUBMISSION_TAG", "COMMIT_URL", "RELEASE_URL")
TAG = re.compile(r"submit/(\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d)Z")
"""What the runner calls a submission: ``submit/2027-02-05T18-03-11Z-a1b2c3d``. The moment stays through a re-grade."""
LONGEST = 300
"""Characters of a problem that are told; the student sees all of it with ``make test``."""
RESTRICTED = Path("/proc/sys/kernel/apparmor_restrict_unprivileged_userns")
TIERS = {
    "bubblewrap": "The code ran in a sandbox (bubblewrap).",
    "user": "The code ran as an unprivileged user.",
    "weak": "The code ran with weak isolation: bubblewrap is not here, or not allowed.",
}


@dataclass(frozen=True)
class Row:
    """An exercise in whole points."""

    exercise: Exercise
    result: ExerciseResult | None
    """None where nothing was handed in for it."""
    score: int
    out_of: int

    @property
    def passed(self) -> bool:
        return self.result is not None and self.result.verdict is Verdict.PASSED

    @property
    def problem(self) -> str:
        """What the student reads: on one line, without control characters, and never too long."""
        if self.result is None:
            return f"{self.exercise.stub.name} was not handed in."
        first = self.result.first_problem
        if first is None:
            return ""
        return one_line(f"{first.title} {first.problem.summary if first.problem else ''}")[:LONGEST]


def main(arguments: Sequence[str], course: Course) -> int:
    """``result CHECKOUT`` writes its result; ``check CHECKOUT EXERCISE`` tells by its status whether one passes;
    ``ready`` does nothing: what is needed is installed by then.
    """
    _allow_the_sandbox()
    try:
        if arguments[0] == "ready":
            print(_tier(single.chosen(allow_weak=True).name))
            return 0
        checkout = Path(arguments[1])
        return check(course, checkout, arguments[2]) if arguments[0] == "check" else write_result(course, checkout)
    except CourseError as error:
        print(f"Not graded: {one_line(str(error))}", file=sys.stderr)
        return 1


def write_result(course: Course, checkout: Path) -> int:
    """Grade a checkout and write its ``result.json``, as the last thing that is done, and ``release-body.md``."""
    for name in ("result.json", "release-body.md"):
        _remove(checkout / name)
    who = identity(os.environ)
    assignment = of(course)
    submission = submissions.read(checkout, course)
    report = graded(course, submission, assignment)
    now = datetime.datetime.now(datetime.UTC)
    late = assignment.days_late(submitted(who["submission"]) or now)
    rows = in_whole_points(report, assignment, course, late)
    notes = [one_line(note)[:LONGEST] for note in submission.notes]
    notes += [f"{late} {'day' if late == 1 else 'days'} late."] if late else []
    _write(checkout / "release-body.md", page(rows, notes, report.isolation))
    _write(checkout / "result.json", json.dumps(result(who, rows, report.isolation, now), indent=2) + "\n")
    # Nothing that a student wrote is printed: a line of this log may be a command to GitHub (`::error::`, `##[…]`).
    for row in rows:
        print(f"{row.exercise.code}  {row.score}/{row.out_of}  {row.result.verdict if row.result else 'missing'}")
    print(f"{sum(row.score for row in rows)} of {sum(row.out_of for row in rows)} points. {_tier(report.isolation)}")
    return 0


def check(course: Course, checkout: Path, name: str) -> int:
    """Grade one exercise of a checkout: 0 when it passes, else 1. For ``tests.json``, where the status is all."""
    exercise = course.find(name)[0]
    only = dataclasses.replace(of(course), stems=(exercise.stem,))
    report = graded(course, submissions.read(checkout, course), only)
    row = Row(exercise, next(iter(report.exercises), None), 0, 0)
    print(f"{exercise.code} {row.result.verdict if row.result else 'missing'}. {_tier(report.isolation)}")
    if not row.passed:
        print(f"{exercise.code}: {row.problem.replace('##[', '# #[')}")
    return 0 if row.passed else 1


def of(course: Course) -> Assignment:
    """The bundle's assignment."""
    file = course.root / "assignment.toml"
    return assignments.read(file, course) if file.exists() else assignments.everything(course)


def graded(course: Course, submission: Submission, assignment: Assignment) -> Report:
    """The report of a submission.

    Raises:
        CourseError: when what went wrong is not the student's fault.
    """
    isolation = single.chosen(allow_weak=True)
    if not set(submission.files) & set(assignment.stems):
        return Report((), isolation=isolation.name)
    report = single.grade_one(course, submission, assignment, isolation=isolation)
    if report.errors:
        raise CourseError(report.errors[0])
    for one in report.exercises:
        if one.verdict is Verdict.NOT_RECORDED:
            raise CourseError(f"the bundle is incomplete: a recording of {one.stem} is missing")
    return report


def identity(environment: Mapping[str, str]) -> dict[str, Any]:
    """Who and what is graded, as the runner says. (It checks and completes it afterwards.)

    Raises:
        CourseError: when something that has to be there is missing.
    """
    owner = environment.get("OWNER") or environment.get("USERNAME") or ""
    missing = [name for name in NEEDED if not environment.get(name)] + ([] if owner else ["OWNER"])
    if missing:
        raise CourseError(f"Classroom 50 did not say {', '.join(missing)}. Is this its runner?")
    who: dict[str, Any] = {
        "schema": SCHEMA,
        "classroom": environment["CLASSROOM"],
        "assignment": environment["ASSIGNMENT"],
        "assignment_type": environment.get("ASSIGNMENT_TYPE") or "individual",
        "owner": owner,
        "submission": environment["SUBMISSION_TAG"],
        "commit": environment["COMMIT_URL"],
        "release": environment["RELEASE_URL"],
        "review": environment.get("REVIEW_URL") or environment["COMMIT_URL"],
    }
    if pusher := environment.get("GITHUB_ACTOR"):
        number = environment.get("GITHUB_ACTOR_ID", "")
        who["submitted_by"] = {"username": pusher, "id": int(number) if number.isascii() and number.isdigit() else None}
    return who


def submitted(tag: str) -> datetime.datetime | None:
    """The moment in the name of a submission; None when it has none."""
    found = TAG.match(tag)
    with contextlib.suppress(ValueError):
        return found and datetime.datetime.strptime(found[1], "%Y-%m-%dT%H-%M-%S").replace(tzinfo=datetime.UTC)
    return None


def in_whole_points(report: Report, assignment: Assignment, course: Course, days_late: int = 0) -> list[Row]:
    """The exercises in whole points, of which the sum is that of the whole score; all of them only for full marks."""
    exercises = assignment.exercises(course)
    results = {one.stem: one for one in report.exercises}
    out_of = assignment.out_of(course)
    earned = [
        Fraction(assignments.earned(results[one.stem], assignment)) if one.stem in results else Fraction(0)
        for one in exercises
    ]
    possible = [Fraction(one.points) for one in exercises]
    most = shared_out(int(out_of), possible, [math.inf] * len(exercises))
    score = assignments.whole(assignments.score(report, assignment, course, days_late), out_of)
    scores = shared_out(score, earned, most)
    return [Row(one, results.get(one.stem), got, best) for one, got, best in zip(exercises, scores, most, strict=True)]


def shared_out(total: int, shares: Sequence[Fraction], most: Sequence[float]) -> list[int]:
    """A sum in whole parts, as near to the shares as can be, and none above what it may be at most.

    ``shared_out(5, [4, 4, 2], [9, 9, 9])`` is ``[2, 2, 1]``. The sum of ``most`` has to be ``total`` at least.
    """
    whole = sum(shares)
    exact = [total * share / whole if whole else Fraction(0) for share in shares]
    parts = [int(min(math.floor(part), limit)) for part, limit in zip(exact, most, strict=True)]
    while sum(parts) < total:
        room = [number for number, part in enumerate(parts) if part < most[number]]
        parts[max(room, key=lambda number: exact[number] - parts[number])] += 1
    return parts


def result(who: Mapping[str, Any], rows: Sequence[Row], isolation: str, now: datetime.datetime) -> dict[str, Any]:
    """The content of ``result.json``."""
    moment = (submitted(who["submission"]) or now).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {
        **who,
        "datetime": moment,
        "graded_at": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "score": sum(row.score for row in rows),
        "max-score": sum(row.out_of for row in rows),
        "tests": [
            {
                "test-name": f"{row.exercise.code} · {row.exercise.title}",
                "passed": row.passed,
                "score": row.score,
                "max-score": row.out_of,
                "message": row.problem,
                "isolation": isolation,
            }
            for row in rows
        ],
    }


def page(rows: Sequence[Row], notes: Sequence[str], isolation: str) -> str:
    """The text of the submission's release: what passed, and of the rest the first problem."""
    lines = [f"### {sum(row.score for row in rows)} of {sum(row.out_of for row in rows)} points", ""]
    lines += ["| Exercise | Points | What to look at first |", "|---|---|---|"]
    lines += [
        f"| {row.exercise.code} · {_escaped(row.exercise.title)} | {row.score} / {row.out_of} | "
        f"{'passed' if row.passed else _escaped(row.problem)} |"
        for row in rows
    ]
    lines += ["", *(f"- {_escaped(note)}" for note in notes), ""] if notes else [""]
    return "\n".join([*lines, _tier(isolation), "", "`make test EX=…` shows more, on your own machine.", ""])


def _escaped(text: str) -> str:
    """Text that is no Markdown, no HTML, and calls nobody."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text).replace("@", "@\N{ZERO WIDTH SPACE}")


def _tier(isolation: str) -> str:
    return TIERS.get(isolation, f"Isolation: {isolation}.")


def _allow_the_sandbox() -> None:
    """Ubuntu forbids bubblewrap what it needs. A machine that GitHub lends for this one job may be told not to."""
    if os.environ.get("RUNNER_ENVIRONMENT") != "github-hosted" or not shutil.which("bwrap"):
        return
    with contextlib.suppress(OSError, subprocess.SubprocessError):
        if RESTRICTED.read_text().strip() == "1":
            command = ["sudo", "-n", "sysctl", "-q", "-w", f"kernel.{RESTRICTED.name}=0"]
            subprocess.run(command, check=False, timeout=20, stdin=subprocess.DEVNULL, capture_output=True)


def _write(path: Path, text: str) -> None:
    """Put a text where it belongs in one step, whatever lies there: a link is replaced, and not followed."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    os.chmod(temporary, 0o644)
    _remove(path)
    os.replace(temporary, path)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], Course(Path(__file__).resolve().parents[2])))
