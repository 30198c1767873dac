"""What people decide after a class was graded: which answer they look at, and what is accepted."""

from __future__ import annotations

import ast
import difflib
import json
import re
import textwrap
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from grader.course import Course, CourseError, Exercise
from grader.faces.text import one_line

from . import roster
from .books import Books, read_back
from .fingerprint import digest
from .store import Attempt, Graded, Store

ACCEPTED = re.compile(r"alternative_accepted_(\d+)\.py")
WIDTH = 115


@dataclass(frozen=True)
class Case:
    """The answer of a learner to an exercise, as it counts."""

    exercise: Exercise
    attempt: Attempt
    graded: Graded


def books_of(store: Store, course: Course) -> Books:
    """The books of the last ``grade``.

    Raises:
        CourseError: when the roster that it was run with can't be read any more.
    """
    written = store.fact("assignment")
    if not written:
        raise CourseError("Nothing is graded in there yet: run `make grade SUBMISSIONS=… OUT=…` first.")
    people = store.fact("roster")
    return Books(store, course, read_back(json.loads(written)), roster.read(Path(people)) if people else {})


def learner_of(store: Store, name: str) -> str:
    """The learner that somebody means, with the nearest name in the complaint when there is none."""
    learners = store.learners()
    wanted = name.strip()
    found = [one for one in learners if one.casefold() == wanted.casefold()]
    if wanted in learners or len(found) == 1:
        return wanted if wanted in learners else found[0]
    folded = {one.casefold(): one for one in learners}
    near = difflib.get_close_matches(wanted.casefold(), folded, 1, 0.5)
    perhaps = f" Did you mean {folded[near[0]]}?" if near else ""
    raise CourseError(f"Nobody called “{one_line(name)}” has handed anything in.{perhaps}")


def case_of(store: Store, books: Books, exercise: Exercise, learner: str) -> Case:
    """The answer that counts for a learner: that of the attempt that the gradebook took.

    Raises:
        CourseError: when there is none.
    """
    results = (one for row, report in books.reports([learner]) for one in report.exercises)
    counted = next((one for one in results if one.stem == exercise.stem), None)
    for attempt in store.attempts():
        if attempt.learner == learner and counted is not None:
            graded = store.results(learner, attempt.attempt).get(exercise.stem)
            if graded is not None and graded.result == counted:
                return Case(exercise, attempt, graded)
    raise CourseError(f"{learner} has handed in nothing for {exercise.stem}.")


def same_answer(store: Store, exercise: Exercise, wanted: str) -> Iterator[str]:
    """The learners whose answer to this exercise has this digest: the same code but for comments and layout."""
    for attempt in store.attempts():
        graded = store.results(attempt.learner, attempt.attempt).get(exercise.stem)
        if graded is not None and digest(graded.code) == wanted:
            yield attempt.learner


def accept(store: Store, case: Case, reason: str) -> Path:
    """Take an answer for a right one: an alternative of the exercise from now on, and full points for who has it.

    Returns:
        The alternative's file. It is written before anything is noted, so that nothing is accepted without it.

    Raises:
        CourseError: when the code can't be an alternative.
    """
    code, folder = case.graded.code, case.exercise.variants
    text = alternative(code, reason)
    if text is None:
        summary = f"Python can't read this answer to {case.exercise.stem}, so it can't be a right one."
        raise CourseError(f"{summary} `make adjust` gives points all the same.")
    place = next((path for path in case.exercise.alternatives if _digest_of(path) == digest(code)), None)
    if place is None:
        numbers = [int(found[1]) for path in case.exercise.alternatives if (found := ACCEPTED.fullmatch(path.name))]
        place = folder / f"alternative_accepted_{max(numbers, default=0) + 1}.py"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="utf-8", newline="\n")
        except OSError as error:
            raise CourseError(f"The alternative can't be written: {place}: {error.strerror}.") from None
    store.accept(case.exercise.stem, digest(code), reason)
    return place


def alternative(code: bytes, reason: str) -> str | None:
    """The code as a module whose docstring says why it was accepted; None where it is no Python.

    Its own docstring goes: it is the task's.
    """
    try:
        tree = ast.parse(code)
        encoding, _ = tokenize.detect_encoding(BytesIO(code).readline)
        lines = code.decode(encoding).splitlines()
    except (SyntaxError, ValueError, LookupError, RecursionError, MemoryError):
        return None
    if ast.get_docstring(tree, clean=False) is not None:
        first = tree.body[0]
        following = tree.body[1].lineno if len(tree.body) > 1 else len(lines) + 1
        if following <= (first.end_lineno or 0):  # both on one line, with a semicolon between them
            return None
        del lines[first.lineno - 1 : first.end_lineno]
    said = one_line(reason).replace("\\", "/").replace('"""', "'''").rstrip('"')
    head = textwrap.wrap(f"Accepted after a dispute: {said.rstrip('.')}.", WIDTH)
    head = [*head[:-1], head[-1] + '"""'] if len(head) == 1 else [*head, '"""']
    # The empty line also keeps a word on the encoding out of the first two lines: this is UTF-8 now.
    text = "\n".join(['"""' + head[0], *head[1:], "", *_without_blank_ends(lines), ""])
    return text if digest(text.encode("utf-8")) == digest(code) else None


def _without_blank_ends(lines: list[str]) -> list[str]:
    return "\n".join(lines).strip("\n").splitlines()


def _digest_of(path: Path) -> str:
    return digest(path.read_bytes())
