"""GitHub Actions: what a run says on its summary page, at the lines of the code, in its log, and to the steps after it.

The workflow that students get (``grader/templates/classroom/order-up.yml``) starts ``grader actions`` in the
instructor's course. Points are handed on in the way of GitHub Classroom as well: see ``autograding``.

Everything that came from a learner is escaped where a runner or a browser would take it for more than text; the log is
fenced, so that no line of it is a workflow command.
"""

from __future__ import annotations

import re
import secrets
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from grader import stubs
from grader.assignment import Assignment, earned, rounded, scaled
from grader.assignment import score as score_of
from grader.batch.submissions import Submission
from grader.course import Course, Exercise
from grader.faces.problem import line_of, problem
from grader.faces.screen import plain
from grader.faces.text import clean, one_line
from grader.report import CheckResult, ExerciseResult, Report, Verdict

from . import autograding

SUMMARY_BYTES = 1024 * 1024
"""What GitHub takes of a step's summary; more than that, and it shows none of it."""
ANNOTATIONS = 10
"""How many of them GitHub shows for a step."""
ROOM = 80

TIERS = {
    "bubblewrap": "The code ran in a sandbox (bubblewrap): no network, and no way to checks and recordings.",
    "user": "The code ran as an unprivileged user of its own.",
    "weak": "The code ran with limits only, since no sandbox works on this machine: take these points for a hint.",
}


@dataclass(frozen=True)
class Row:
    """An exercise of the assignment, in the assignment's points."""

    exercise: Exercise
    result: ExerciseResult | None
    """None where nothing was handed in for it."""
    earned: float
    points: float
    made_up: int
    """Of the exercise's own points, those that extra checks made up for."""
    begun: bool
    """Whether it was handed in and is not the shipped stub."""
    line: int
    """The line of the learner's file that the first problem is about."""
    page: tuple[str, ...]
    """The first problem as a learner reads it in a terminal."""

    @property
    def name(self) -> str:
        return f"{self.exercise.code} · {self.exercise.title}"

    @property
    def file(self) -> str:
        """Where it is in the student's repository."""
        return self.exercise.stub.relative_to(self.exercise.root).as_posix()

    @property
    def passed(self) -> bool:
        return self.result is not None and self.result.verdict is Verdict.PASSED

    @property
    def first(self) -> CheckResult | None:
        return self.result.first_problem if self.result else None

    @property
    def words(self) -> str:
        """The first problem in a sentence; empty when there is none."""
        if self.result is None:
            return f"{self.file} was not handed in."
        if self.passed or self.first is None:
            return ""
        return autograding.sentence(self.first) if self.begun else "Not started."


@dataclass(frozen=True)
class Graded:
    """All that this door tells of one submission."""

    assignment: Assignment
    rows: tuple[Row, ...]
    points: float
    """As the gradebook has them, without what being late costs. The rows, rounded one by one, add up to about that."""
    out_of: float
    isolation: str
    notes: tuple[str, ...]
    """What was noticed in what was handed in."""

    @property
    def passed(self) -> bool:
        return all(row.passed for row in self.rows)


def graded(report: Report, submission: Submission, assignment: Assignment, course: Course) -> Graded:
    """What there is to tell of a report. Points have two decimals, and those of the exercises add up to the whole."""
    results = {result.stem: result for result in report.exercises}
    exercises = assignment.exercises(course)
    most = autograding.in_hundredths(scaled(Fraction(one.points), assignment, course) for one in exercises)
    with tempfile.TemporaryDirectory(prefix="order-up-") as made:
        rows = [
            _row(
                one, results.get(one.stem), submission.files.get(one.stem, b""), points, assignment, course, Path(made)
            )
            for one, points in zip(exercises, most, strict=True)
        ]
    points = rounded(score_of(report, assignment, course))
    out_of = rounded(assignment.out_of(course))
    return Graded(assignment, tuple(rows), points, out_of, report.isolation, submission.notes)


def summary(graded: Graded, link: str = "") -> str:
    """The summary page of the run, in Markdown; as much of it as GitHub takes.

    Args:
        graded: how it went.
        link: what the place of a file follows in its address.
    """
    lines = [f"## {_escaped(graded.assignment.title)}", "", f"**{graded.points:g} of {graded.out_of:g} points**", ""]
    lines += ["| exercise | points | what to look at first |", "| --- | ---: | --- |"]
    for row in graded.rows:
        name = f"[{_escaped(row.name)}]({link}{row.file})" if link else _escaped(row.name)
        words = "✓" if row.passed else _escaped(row.words)
        lines.append(f"| {name} | {row.earned:g} of {row.points:g} | {words} |")
    lines += ["", *(f"- {_escaped(note)}" for note in graded.notes), ""]
    lines += [TIERS.get(graded.isolation, graded.isolation), ""]
    if due := graded.assignment.due:
        lines += [f"Due {due:%Y-%m-%d %H:%M %z}. What being late costs is not taken off here.", ""]
    lines += ["These are not the grades: your instructor grades all repositories again. `make test` says the same.", ""]
    for row in graded.rows:
        if row.page:
            lines += [f"### {_escaped(row.name)}", "", *_fenced(row.page), ""]
    return _cut("\n".join(lines))


def at_lines(graded: Graded) -> list[str]:
    """Workflow commands that put the first problem of an exercise at the line that it is about."""
    found = [
        _command("error", row.words, file=row.file, line=str(row.line), title=f"{row.exercise.code}: {row.first.title}")
        for row in graded.rows
        if row.begun and row.first
    ]
    if len(found) > ANNOTATIONS:
        more = f"{len(found) - ANNOTATIONS + 1} more exercises have something to look at: see the summary."
        found = [*found[: ANNOTATIONS - 1], _command("error", more)]
    return found + [_command("warning", one_line(note)) for note in graded.notes[:ANNOTATIONS]]


def log(graded: Graded) -> list[str]:
    """The log: an exercise and its first problem after another, between lines that switch workflow commands off."""
    token = secrets.token_hex(16)
    lines = []
    for row in graded.rows:
        lines += [f"{row.name}: {row.earned:g} of {row.points:g}", *(f"  {line}" for line in row.page)]
        lines += [] if row.page or row.passed else [f"  {row.words}"]
    return [f"::stop-commands::{token}", *(clean(line) for line in lines), f"::{token}::"]


def outputs(graded: Graded) -> dict[str, str]:
    """What the steps after this one can read as ``steps.ID.outputs.NAME``."""
    tests = [
        autograding.entry(row.name, row.passed, row.earned, row.file, row.line, "" if row.passed else row.words)
        for row in graded.rows
    ]
    return {
        "points": f"{graded.points:g}",
        "max-points": f"{graded.out_of:g}",
        "runners": ",".join(row.exercise.code for row in graded.rows),
        "result": autograding.result(graded.passed, graded.out_of, tests),
    }


def environment(graded: Graded) -> dict[str, str]:
    """``E02_RESULTS`` and its like, for the steps after this one: a test for each check, with what it earned."""
    found = {}
    for row in graded.rows:
        checks = [check for check in row.result.checks if not check.extra] if row.result else []
        own = [check.earned for check in checks] + [row.made_up]
        scores = autograding.shared(Fraction(str(row.earned)), own)
        tests = [
            autograding.entry(
                check.title,
                check.verdict is Verdict.PASSED,
                score,
                row.file,
                row.line if check is row.first else 0,
                autograding.sentence(check),
            )
            for check, score in zip(checks, scores, strict=False)
        ]
        if row.made_up:
            tests.append(autograding.entry("Extra checks make up for lost points.", True, scores[-1], row.file))
        if row.result is None:
            tests.append(autograding.entry("Is handed in.", False, 0, row.file, 0, row.words))
        found[f"{row.exercise.code.upper()}_RESULTS"] = autograding.result(row.passed, row.points, tests)
    return found


def as_file(values: Mapping[str, str]) -> str:
    """Lines for ``GITHUB_OUTPUT`` and ``GITHUB_ENV``; none of these values has a line end."""
    return "".join(f"{name}={value}\n" for name, value in values.items())


def failed(sentence: str) -> str:
    """The workflow command that says why nothing could be graded."""
    return _command("error", sentence, title="Not graded")


def _row(
    exercise: Exercise,
    result: ExerciseResult | None,
    code: bytes,
    points: float,
    assignment: Assignment,
    course: Course,
    root: Path,
) -> Row:
    """A row; the learner's file is put below ``root``, where lines can be looked up in it."""
    if result is None:
        return Row(exercise, None, 0.0, points, 0, False, 1, ())
    own = earned(result, assignment)
    score = points if own == exercise.points else rounded(scaled(Fraction(own), assignment, course))
    file = root / exercise.stub.relative_to(course.root)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(code)
    begun = not stubs.is_untouched(exercise, file)
    first = result.first_problem
    page = _page(result, first, root) if begun and first else ()
    return Row(exercise, result, min(score, points), points, own - result.earned, begun, _line(first, file), page)


def _page(result: ExerciseResult, first: CheckResult, root: Path) -> tuple[str, ...]:
    lines = problem(result, first, root, ROOM, hint=f"make hint EX={result.stem[:3]}")
    return tuple(plain(line) for line in lines)


def _line(first: CheckResult | None, file: Path) -> int:
    """Where it happened: the innermost line of the learner's, or else where the task says what was not done."""
    if first and first.problem and first.problem.frames:
        return first.problem.frames[-1].line
    return (line_of(first.says, file) if first else None) or 1


def _command(name: str, text: str, **properties: str) -> str:
    """A workflow command; what would end it, or one of its parts, is escaped as the runner reads it."""
    given = ",".join(
        f"{key}={_data(value).replace(':', '%3A').replace(',', '%2C')}" for key, value in properties.items()
    )
    return f"::{name}{' ' if given else ''}{given}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escaped(text: str) -> str:
    """Text on a line that is no Markdown, no HTML, and calls nobody."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", one_line(text)).replace("@", "@\N{ZERO WIDTH SPACE}")


def _fenced(lines: Sequence[str]) -> list[str]:
    """A block of plain text in Markdown that nothing in it can end."""
    ticks = max((len(run) for line in lines for run in re.findall("`+", line)), default=0)
    fence = "`" * max(3, ticks + 1)
    return [f"{fence}text", *lines, fence]


def _cut(text: str) -> str:
    """At most what GitHub takes, without a block that is half there."""
    if len(text.encode("utf-8")) <= SUMMARY_BYTES:
        return text
    ending = "\n… The rest is left out here: the report has it.\n"
    room = SUMMARY_BYTES - len(ending.encode("utf-8"))
    kept = text.encode("utf-8")[:room].decode("utf-8", "ignore")
    return kept[: max(kept.rfind("\n### "), 0) or kept.rfind("\n")] + ending
