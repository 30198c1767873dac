"""How a learner's code is kept apart while a class is graded.

==============  ==========================================================================================
``bubblewrap``  namespaces of its own: no network, no other process, no file but Python's. Root or not.
``user``        as root without bubblewrap, in a container: a user who owns nothing and can read little.
``weak``        a process with limits. Only where the instructor allows it by name.
==============  ==========================================================================================

What each of them stops is told in ``docs/instructors.md``, and tried in ``tests/project/instructors``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.course import CourseError

from .tiers import Bubblewrap, Isolation, User, Weak

if TYPE_CHECKING:
    from .sandbox import Sandbox

__all__ = ["Isolation", "Sandbox", "choose", "tier"]

TIERS: dict[str, type[Isolation]] = {one.name: one for one in (Bubblewrap, User, Weak)}
"""The best one first."""


def tier(name: str) -> Isolation:
    """The tier of this name, taken for working: once :func:`choose` has tried it, slots need not try it again."""
    return TIERS[name]()


def choose(allow_weak: bool, wanted: str | None = None) -> Isolation:
    """The best tier that works here; each is tried.

    Args:
        allow_weak: whether limits alone will do.
        wanted: one of :data:`TIERS`, and no other.

    Raises:
        CourseError: when none of them works, or only one that is not allowed.
    """
    from .probe import problem

    if wanted not in (None, *TIERS):
        raise CourseError(f"There is no isolation “{wanted}”; there are {', '.join(TIERS)}.")
    reasons = []
    for name, kind in TIERS.items():
        if wanted not in (None, name) or (name == Weak.name and not allow_weak):
            continue
        reason = problem(kind())
        if not reason:
            return kind()
        reasons.append(f"{name}: {reason}")
    why = "; ".join(reasons) or "limits alone stop little"
    raise CourseError(
        f"Learners' code can't be kept apart here ({why}). Install bubblewrap, or say --allow-weak-isolation "
        "if you trust what was handed in."
    )
