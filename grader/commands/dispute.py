"""``dispute``: look into a grade that somebody doubts, and accept an answer that is right after all."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from grader.commands.adjust import in_assignment, written_anew
from grader.commands.choosing import add_exercises, the_one
from grader.course import Course, CourseError
from grader.faces.text import clean, cut, cut_middle, one_line
from grader.report import CheckResult, Sent, Verdict

if TYPE_CHECKING:
    from grader.batch.disputes import Case
    from grader.batch.store import Store

LABEL = 12
ROOM = 110
LONGEST = 400
"""Lines of an answer that are shown."""

EXAMPLE = "make dispute LEARNER=alice EX=e06 OUT=grades"


def configure(parser: argparse.ArgumentParser) -> None:
    add_exercises(parser, several=False)
    parser.add_argument("--out", type=Path, default=Path("grades"), metavar="DIR", help="default: %(default)s")
    parser.add_argument("--learner", default="", metavar="NAME", help="whose answer it is")
    parser.add_argument("--accept", action="store_true", help="take it for a right one, for everybody who has it")
    parser.add_argument("--reason", default="", metavar="TEXT", help="why it is accepted")


def run(arguments: argparse.Namespace, course: Course) -> int:
    from grader.batch import disputes, store
    from grader.batch.books import place_of

    if not (arguments.learner and arguments.exercise):
        raise CourseError(f"Say whose answer to which exercise is doubted. For example: {EXAMPLE}.")
    with store.opened(place_of(arguments.out), must_exist=True) as kept:
        books = disputes.books_of(kept, course)
        learner = disputes.learner_of(kept, arguments.learner)
        exercise = in_assignment(the_one(course, arguments.exercise), books.assignment)
        case = disputes.case_of(kept, books, exercise, learner)
        if arguments.accept:
            return _accept(kept, course, case, one_line(arguments.reason), arguments.out)
        if arguments.reason:
            raise CourseError("REASON goes with ACCEPT=1: without it nothing is accepted, only shown.")
        if case.graded.result.verdict is Verdict.PASSED:
            print(f"{exercise.stem} of {learner} passes: nothing counted against it.")
        else:
            print("\n".join(_page(kept, course, case, arguments.out)))
    return 0


def _accept(store: Store, course: Course, case: Case, reason: str, out: Path) -> int:
    from grader.batch import disputes
    from grader.batch.fingerprint import digest

    if not reason:
        raise CourseError('Say why it is right, with REASON="…": everybody who has this answer reads it.')
    learner, exercise = case.attempt.learner, case.exercise
    if case.graded.result.verdict is Verdict.PASSED:
        raise CourseError(f"{exercise.stem} of {learner} passes already: there is nothing to accept.")
    if learner.casefold() in reason.casefold().split():
        raise CourseError("Leave the learner's name out of REASON: others read it, too.")
    place = disputes.accept(store, case, reason)
    same = sorted(set(disputes.same_answer(store, exercise, digest(case.graded.code))))
    written_anew(store, course, out)
    print(f"Accepted. It counts as right for {len(same)}: {', '.join(same)}.")
    print(f"The tables and pages in {out} are written anew.")
    print(f"The answer is an alternative of the exercise now: {place.relative_to(course.root).as_posix()}")
    if learner.casefold() in place.read_text(encoding="utf-8").casefold():
        print(f"Look into it before you publish it: the name {learner} stands in it.")
    failed = ", ".join(f"“{check.title.rstrip('.')}”" for check in _failed(case))
    checks = exercise.checks.relative_to(course.root).as_posix()
    print(f"`make check` fails until the check lets it pass: {failed} in {checks}.")
    print("Once that is mended, `make grade` with the same folders grades this exercise anew for the whole class.")
    return 0


def _failed(case: Case) -> list[CheckResult]:
    checks = [check for check in case.graded.result.checks if check.verdict is not Verdict.PASSED]
    return [check for check in checks if check.verdict is not Verdict.WAITING] or checks


def _page(store: Store, course: Course, case: Case, out: Path) -> Iterator[str]:
    """What the checks saw, beside what the reference answer does, and the code."""
    result, attempt = case.graded.result, case.attempt
    when = attempt.moment.isoformat(sep=" ", timespec="minutes")
    yield f"{case.exercise.code} · {result.title}: {attempt.learner}, {attempt.attempt}, handed in {when}"
    yield f"{result.verdict.value}, {result.earned} of {result.points} points by the checks"
    reference = _reference(store, course, case)
    for check in _failed(case):
        yield ""
        yield from _check(case, check, reference)
    waiting = sum(check.verdict is Verdict.WAITING for check in result.checks)
    if waiting and waiting < len([check for check in result.checks if check.verdict is not Verdict.PASSED]):
        yield f"\n{waiting} more count once the first check passes."
    yield f"\nThe code, as it was graded ({attempt.attempt}):"
    lines = clean(case.graded.code.decode("utf-8", "replace")).splitlines()
    for number, line in enumerate(lines[:LONGEST], 1):
        yield f"{number:>5}  {line}"
    if len(lines) > LONGEST:
        yield f"       … {len(lines) - LONGEST} more lines"
    command = f"LEARNER={attempt.learner} EX={case.exercise.code} OUT={out}"
    yield f'\nIf it is right after all: make dispute {command} ACCEPT=1 REASON="…"'
    yield f'If it deserves points as it is: make adjust {command} POINTS=+1 REASON="…"'


def _check(case: Case, check: CheckResult, reference: Mapping[str, CheckResult]) -> Iterator[str]:
    points = "extra" if check.extra else f"{check.earned} of {check.points} points" if check.points else "no points"
    yield f"✗ {check.title}  ({check.verdict.value}, {points})"
    yield _labelled("the task", f"“{one_line(check.says)}”")
    if check.problem is not None:
        yield _labelled("the checks", one_line(check.problem.summary))
        for detail in check.problem.details:
            yield from (_labelled("", line) for line in clean(detail).splitlines())
        for frame in check.problem.frames:
            yield _labelled("at", f"line {frame.line}, in {one_line(frame.function)}: {one_line(frame.code)}")
    yield from _wire("sent", check.sent)
    if check.name in reference:
        other = reference[check.name]
        yield from _wire("reference", other.sent)
        if other.verdict is not Verdict.PASSED:
            yield _labelled("", f"The reference answer does not pass this check either: {other.verdict.value}.")
    printed = clean(check.printed).strip().splitlines()
    yield from (_labelled("" if place else "printed", line) for place, line in enumerate(printed[:10]))
    checks = case.exercise.checks.relative_to(case.exercise.root).as_posix()
    yield _labelled("the check", f"{checks}::test_{check.name}")


def _wire(label: str, sent: tuple[Sent, ...]) -> Iterator[str]:
    if not sent:
        yield _labelled(label, "nothing")
    for place, one in enumerate(sent):
        answer = " ".join(str(part) for part in (one.status, one_line(one.note)) if part) or "no answer"
        url = cut_middle(one_line(one.url), ROOM - LABEL - len(one.method) - len(answer) - 4)
        yield _labelled("" if place else label, f"{one_line(one.method)} {url} → {answer}")


def _labelled(label: str, text: str) -> str:
    return f"  {label:<{LABEL}}{cut(text, 2 * ROOM)}".rstrip()


def _reference(store: Store, course: Course, case: Case) -> dict[str, CheckResult]:
    """What the reference answer gets from each check, on the recordings that the class was graded with."""
    from grader.run import grade

    cassettes = store.fact("cassettes")
    more = [f"--cassettes={cassettes}"] if cassettes else []
    report = grade(course, [case.exercise], room="solutions", pytest_arguments=more)
    return {check.name: check for result in report.exercises for check in result.checks}
