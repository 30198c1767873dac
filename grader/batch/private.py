"""The private world: the same submission graded twice, with recordings that nobody has seen and with the public ones.

Who typed the public answers in passes on the public recordings only. So does, now and then, honest code with a fault
that the public world happens not to show: it is a reason to look, and to ask, not a verdict.
"""

from __future__ import annotations

from grader.report import ExerciseResult, Report, Verdict


def only_public(private: Report, public: Report) -> frozenset[str]:
    """The exercises that pass on the public recordings and not on the private ones.

    Args:
        private: the report that counts.
        public: of the same submission, with the recordings that everybody has.

    Returns:
        The exercises' stems. One that the private folder has no recording for, or that was lost to an error of the
        run, says nothing about the learner: it is not among them.
    """
    if private.errors or public.errors:
        return frozenset()
    passed = {result.stem for result in public.exercises if result.verdict is Verdict.PASSED}
    return frozenset(result.stem for result in private.exercises if result.stem in passed and _fails(result))


def _fails(result: ExerciseResult) -> bool:
    """Whether an exercise fails for a reason that lies in its code."""
    counted = [check.verdict for check in result.checks if not check.extra]
    return result.verdict is not Verdict.PASSED and bool(counted) and Verdict.NOT_RECORDED not in counted
