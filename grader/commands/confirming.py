"""One question before something that can't be unseen or that changes a file."""

from __future__ import annotations

import sys

from grader.course import CourseError
from grader.faces.calling import by_make


def confirmed(question: str, *, yes: bool) -> bool:
    """Whether the person at the terminal says yes; no is what Enter, the end of input and anything else mean.

    Args:
        question: one sentence, without the ``[y/N]``.
        yes: whether it was said beforehand, with ``--yes``.

    Raises:
        CourseError: when there is nobody to ask.
    """
    if yes:
        return True
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise CourseError(f"{question} Nobody can be asked here: say {'YES=1' if by_make() else '--yes'} if so.")
    print(f"{question} [y/N] ", end="", flush=True)
    answer = sys.stdin.readline()
    if not answer:
        print()
    return answer.strip().lower() in ("y", "yes")
