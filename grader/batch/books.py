"""The gradebook: what is in the store, put together as the assignment says."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from grader import assignment as assignments
from grader.assignment import Assignment
from grader.course import Course, Exercise
from grader.gradebook import Column, Gradebook, Mark, Row
from grader.report import Report, Verdict
from grader.run import now, versions

from . import mistakes
from .fingerprint import digest
from .roster import Person
from .store import Adjustment, Attempt, Graded, Store

MISSING = "missing"


@dataclass(frozen=True)
class Decisions:
    """What people decided: looked up for each mark."""

    adjustments: Mapping[tuple[str, str], Sequence[Adjustment]]
    """By learner and stem."""
    accepted: Mapping[tuple[str, str], str]
    """By stem and digest of the code, the reasons."""

    @classmethod
    def of(cls, store: Store) -> Decisions:
        adjustments: dict[tuple[str, str], list[Adjustment]] = {}
        for one in store.adjustments():
            adjustments.setdefault((one.learner, one.stem), []).append(one)
        return cls(adjustments, store.accepted())

    def reason_to_accept(self, graded: Graded) -> str:
        """Why this code counts as right whatever the checks say; empty when nobody said so."""
        if not any(stem == graded.stem for stem, _ in self.accepted):
            return ""
        return self.accepted.get((graded.stem, digest(graded.code)), "")


@dataclass
class Books:
    """Makes the rows of a class, one learner at a time.

    Args:
        store: what is known.
        course: the course, for titles and points.
        assignment: what was to be handed in.
        roster: who should have handed something in, by learner; empty when that is not known.
    """

    store: Store
    course: Course
    assignment: Assignment
    roster: Mapping[str, Person]
    _decisions: Decisions = field(init=False)
    _exercises: list[Exercise] = field(init=False)

    def __post_init__(self) -> None:
        self._decisions = Decisions.of(self.store)
        self._exercises = self.assignment.exercises(self.course)

    def gradebook(self) -> Gradebook:
        """The whole class, by the learners' names."""
        commonest = mistakes.Commonest(self.course)
        rows = []
        for learner, attempts in self._by_learner().items():
            row = self._counting(learner, attempts)[0]
            rows.append(row)
            for mark in row.marks:
                commonest.add(learner, mark.stem, mark.mistakes)
        # At a mark only numbers are kept: a mistake without one is counted by its sentence.
        rows = [_with_numbers(row) for row in rows]
        handed_in = {row.learner for row in rows}
        rows += [self._nothing(person) for learner, person in self.roster.items() if learner not in handed_in]
        return Gradebook(
            title=self.assignment.title,
            out_of=assignments.rounded(self.assignment.out_of(self.course)),
            columns=tuple(
                Column(one.stem, one.code, one.title, one.topic.name, one.points, one.core) for one in self._exercises
            ),
            rows=tuple(sorted(rows, key=lambda row: (row.learner.casefold(), row.learner))),
            mistakes=commonest.found(),
            created=now(),
            due=self.assignment.due.isoformat() if self.assignment.due else "",
            isolation=self.store.fact("isolation"),
            versions=versions(),
        )

    def learners(self) -> list[str]:
        """Who handed something in."""
        return list(self._by_learner())

    def reports(self, learners: Collection[str]) -> Iterator[tuple[Row, Report]]:
        """For each of these learners the attempt that counts; one after another, for they are large."""
        for learner, attempts in self._by_learner().items():
            if learner not in learners:
                continue
            row, results, attempt = self._counting(learner, attempts)
            found = tuple(results[one.stem].result for one in self._exercises if one.stem in results)
            about = {"created": attempt.graded, "versions": versions(), "isolation": row.isolation}
            errors = (attempt.error,) if attempt.error else ()
            yield _with_numbers(row), Report(found, errors, **about)  # type: ignore[arg-type]

    def _by_learner(self) -> dict[str, list[Attempt]]:
        found: dict[str, list[Attempt]] = {}
        for attempt in self.store.attempts():
            found.setdefault(attempt.learner, []).append(attempt)
        return found

    def _counting(self, learner: str, attempts: Sequence[Attempt]) -> tuple[Row, dict[str, Graded], Attempt]:
        """The attempt that counts: the best, the earlier one of equals; or the last."""
        made = [(*self._row(learner, attempt), attempt) for attempt in attempts]
        if self.assignment.keep == "last":
            row, results, attempt = made[-1]
        else:
            row, results, attempt = max(made, key=lambda one: (one[0].state == "graded", one[0].score))
        return dataclasses.replace(row, attempts=len(attempts)), results, attempt

    def _row(self, learner: str, attempt: Attempt) -> tuple[Row, dict[str, Graded]]:
        results = self.store.results(learner, attempt.attempt)
        marks = tuple(self._mark(learner, exercise, results.get(exercise.stem)) for exercise in self._exercises)
        earned = sum((Fraction(str(mark.earned)) for mark in marks), Fraction(0))
        days = self.assignment.days_late(attempt.moment)
        scored = assignments.scaled(earned, self.assignment, self.course, days)
        person = self.roster.get(learner)
        notes = attempt.notes + ((f"It could not be graded: {attempt.error}",) if attempt.error else ())
        if self.roster and person is None:
            notes += ("Nobody on the roster has this name.",)
        row = Row(
            learner=learner,
            name=person.name if person else "",
            email=person.email if person else "",
            identifier=person.identifier if person else "",
            section=person.section if person else "",
            state="graded" if attempt.usable and not attempt.error else "not graded",
            score=assignments.rounded(scored, self.assignment.out_of(self.course)),
            earned=float(earned),
            submitted=attempt.moment.isoformat(timespec="seconds"),
            submitted_by=attempt.moment_from,
            days_late=days,
            late_percent=float(100 - 100 * self.assignment.kept(days)),
            isolation=attempt.isolation,
            notes=notes,
            marks=marks,
        )
        return row, results

    def _mark(self, learner: str, exercise: Exercise, graded: Graded | None) -> Mark:
        adjustments = self._decisions.adjustments.get((learner, exercise.stem), ())
        adjustment = sum((one.points for one in adjustments), Fraction(0))
        reasons = [one.reason for one in adjustments]
        earned, verdict, problem, made = Fraction(0), MISSING, "", tuple[str, ...]()
        if graded is not None:
            result = graded.result
            earned, verdict = Fraction(assignments.earned(result, self.assignment)), result.verdict.value
            first = result.first_problem
            problem = first.problem.summary if first and first.problem else ""
            made = mistakes.made(exercise, result)
            accepted = self._decisions.reason_to_accept(graded)
            if accepted and result.verdict is not Verdict.PASSED:
                earned, verdict, problem, made = Fraction(result.points), Verdict.PASSED.value, "", ()
                reasons = [f"accepted after a dispute: {accepted}", *reasons]
        return Mark(
            stem=exercise.stem,
            verdict=verdict,
            earned=float(max(Fraction(0), earned + adjustment)),
            adjustment=float(adjustment),
            reason="; ".join(reasons),
            problem=problem,
            mistakes=made,
            only_public=bool(graded and graded.only_public),
        )

    def _nothing(self, person: Person) -> Row:
        return Row(
            learner=person.learner,
            name=person.name,
            email=person.email,
            identifier=person.identifier,
            section=person.section,
            state="nothing handed in",
            attempts=0,
            marks=tuple(Mark(exercise.stem, MISSING, 0.0) for exercise in self._exercises),
        )


def _with_numbers(row: Row) -> Row:
    marks = tuple(dataclasses.replace(mark, mistakes=mistakes.numbers(mark.mistakes)) for mark in row.marks)
    return dataclasses.replace(row, marks=marks)


def written_down(assignment: Assignment) -> dict[str, object]:
    """An assignment as plain data, for the commands that come after ``grade``."""
    data = dataclasses.asdict(assignment)
    data |= {"points": None if assignment.points is None else str(assignment.points)}
    data |= {"due": assignment.due.isoformat() if assignment.due else None}
    return data | {"grace": assignment.grace.total_seconds(), "late_percent_a_day": str(assignment.late_percent_a_day)}


def read_back(data: dict[str, object]) -> Assignment:
    """The assignment that :func:`written_down` wrote."""
    points, due, stems = data["points"], data["due"], data["stems"]
    assert isinstance(stems, list)
    return Assignment(
        title=str(data["title"]),
        stems=tuple(stems),
        points=None if points is None else Fraction(str(points)),
        extra=bool(data["extra"]),
        due=None if due is None else datetime.datetime.fromisoformat(str(due)),
        grace=datetime.timedelta(seconds=float(str(data["grace"]))),
        late_percent_a_day=Fraction(str(data["late_percent_a_day"])),
        keep=str(data["keep"]),
    )


def place_of(out: Path) -> Path:
    """Where the store of a folder of grades is."""
    return out / "grades.sqlite"
