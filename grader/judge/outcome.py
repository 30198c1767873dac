"""How a check ends when the engine, not an assertion, says so."""

from __future__ import annotations

from _pytest.outcomes import Failed

from grader.report import Problem, Verdict


class Outcome(Failed):
    """Ends a check with a verdict. Like every outcome of pytest it is no ``Exception``, so no ``except`` hides it."""

    def __init__(self, verdict: Verdict, problem: Problem) -> None:
        super().__init__("\n".join([f"{verdict.upper()}  {problem.summary}", *problem.details]), pytrace=False)
        self.verdict = verdict
        self.problem = problem


class NotRecorded(Outcome):
    """The course lacks a recording: never the learner's fault."""

    def __init__(self, reason: str) -> None:
        summary = f"The course has no recording for this check: {reason}"
        super().__init__(Verdict.NOT_RECORDED, Problem(summary, ("This is not your fault. Please tell the course.",)))


class TooFewRequests(Outcome):
    """The learner's code sent fewer requests than the check looks at."""

    def __init__(self, sent: int) -> None:
        summary = "Your code sent no request: the answer must come from the server."
        if sent:
            summary = f"Your code sent only {sent} request{'s' if sent > 1 else ''}: this takes more."
        super().__init__(Verdict.WRONG_RESULT, Problem(summary))
