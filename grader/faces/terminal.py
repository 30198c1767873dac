"""The pages that a learner reads, made from a report. Nothing here prints; ``screen.show`` does."""

from __future__ import annotations

import collections
from collections.abc import Sequence
from itertools import groupby

from grader.course import Course, Exercise, Topic, docstring
from grader.faces.calling import by_make, how_to
from grader.faces.problem import problem
from grader.faces.screen import Line, Span
from grader.faces.text import cut, one_line, pad, wrap
from grader.report import CheckResult, ExerciseResult, Report, Verdict

MARKS = {Verdict.PASSED: ("✓", "good"), Verdict.NOT_STARTED: ("·", "faint"), Verdict.WAITING: ("·", "wait")}
MAKES_WORD = "make’s own “Error 1” only means that not everything passes yet."
ROOM = 80
STATE, SUMS = 18, 16
"""Columns of the verdict and of the points on the page of all topics."""


def page(
    report: Report,
    course: Course,
    *,
    named: bool,
    next_up: Exercise | None,
    room: int = ROOM,
    after: Sequence[Line] = (),
) -> list[Line]:
    """The page of a run: one exercise in full if one was asked for, otherwise all topics at a glance.

    Args:
        report: the run.
        course: the course it was run on.
        named: whether the exercises were asked for by name.
        next_up: what to work on next; None when everything is done or nobody wants to know.
        room: columns of the page.
        after: lines to put below DONE.
    """
    lines = errors(report, room)
    if named and len(report.exercises) == 1:
        lines += in_full(report.exercises[0], course, next_up=next_up, room=room, after=after)
    else:
        lines += overview(report, course, room=room)
        lines += [(), *_next(report, course, next_up, room)] if next_up else []
    if by_make() and not report.passed:
        lines += [(), ((MAKES_WORD, "faint"),)]
    return lines


def overview(report: Report, course: Course, *, room: int = ROOM) -> list[Line]:
    """A line per topic; a topic that was begun shows its exercises. Ends with the sum."""
    topics = {topic.name: topic for topic in course.topics}
    lines: list[Line] = []
    for name, group in groupby(report.exercises, key=lambda result: result.topic):
        lines += _topic(topics.get(name, Topic(course.root, name)), list(group), room)
    done = sum(result.verdict is Verdict.PASSED for result in report.exercises)
    sums = f"{done} of {len(report.exercises)} exercises done, {report.earned} of {report.points} points."
    if done == len(report.exercises) > 0 and not report.errors:
        return [*lines, (), (("All done. ", "good"), (sums, "strong"))]
    return [*lines, (), ((sums, "strong"),)]


def in_full(
    result: ExerciseResult,
    course: Course,
    *,
    next_up: Exercise | None,
    room: int = ROOM,
    after: Sequence[Line] = (),
    folded: bool = False,
    hint: str = "",
) -> list[Line]:
    """One exercise: a line per check, then the first problem, or DONE and where to go from there.

    Args:
        result: how it went.
        course: its course.
        next_up: where to go from DONE; None when there is nowhere, or nobody wants to know.
        room: columns of the page.
        after: lines to put below DONE.
        folded: whether checks with the same verdict share a line, where there are few lines.
        hint: how to get a hint, where that isn't by a command.
    """
    points = _points(result)
    title = cut(f"{result.stem[:3]} · {one_line(result.title)}", room - len(points) - 2)
    lines: list[Line] = [
        ((pad(title, room - len(points)), "strong"), points),
        ((cut(result.source, room), "path"),),
        (),
    ]
    first = result.first_problem
    lines += _folded(result, first, room) if folded else [_check(check, room) for check in result.checks]
    if result.verdict is Verdict.PASSED and result.earned < result.points:  # a live run, which leaves checks out
        return [
            *lines,
            (),
            (("All that was run passes.", "good"), f" {how_to('test', result.stem[:3])} grades it all."),
        ]
    if result.verdict is Verdict.PASSED:
        return [*lines, (), *done(result, course, room), *after, *_go_on(course, next_up, room)]
    if first is not None:
        lines += [(), *problem(result, first, course.root, room, hint)]
    return lines


def done(result: ExerciseResult, course: Course, room: int = ROOM) -> list[Line]:
    """DONE, loud, and where a good solution is to compare."""
    found = next((one for one in course.exercises if one.stem == result.stem), None)
    head: Line = (
        (" DONE ", "done"),
        f"  {result.stem[:3]} · {cut(one_line(result.title), room - 34)}   {_points(result)}",
    )
    if found is None or result.source.startswith("solutions/") or not found.solution.exists():
        return [head]
    solution = found.solution.relative_to(course.root).as_posix()
    return [head, (("  compare  ", "faint"), (cut(solution, room - 11), "path"))]


def current(
    exercise: Exercise, course: Course, result: ExerciseResult | None, *, passed: int, room: int = ROOM
) -> list[Line]:
    """The exercise that a learner is at: how it stands, and what to do now.

    Args:
        exercise: the current exercise.
        course: its course.
        result: how it went; None for an untouched stub, which need not be run.
        passed: how many exercises have been passed so far.
        room: columns of the page.
    """
    if result is not None and result.verdict is not Verdict.NOT_STARTED:
        lines = in_full(result, course, next_up=None, room=room)
    else:
        lines = [((cut(f"{exercise.code} · {exercise.title}", room), "strong"), ("  not started", "faint")), ()]
        lines += _steps(exercise, course, how_to("look"), room)
    return [*lines, (), ((f"{passed} of {len(course.exercises)} exercises done.", "faint"),)]


def beginning(exercise: Exercise, course: Course, then: str, room: int = ROOM) -> list[Line]:
    """An exercise that a learner comes to: its story, what to read and edit, and what to do then."""
    head: Line = ((cut(f"{exercise.code} · {exercise.title}", room), "strong"),)
    story = " ".join((docstring(exercise.stub) or "").split("\n", 1)[1:]).strip()
    lines: list[Line] = [(line,) for line in wrap(one_line(story.split("\n\n")[0]), room, 5)]
    return [head, *lines, (), *_steps(exercise, course, then, room)]


def errors(report: Report, room: int) -> list[Line]:
    """What went wrong outside the learner's code, and an empty line; nothing on a good day."""
    lines: list[Line] = []
    for sentence in report.errors:
        lines += [((line, "bad"),) for line in wrap(f"The run went wrong: {one_line(sentence)}", room, 4)]
    return [*lines, ()] if lines else []


def _topic(topic: Topic, results: Sequence[ExerciseResult], room: int) -> list[Line]:
    done = sum(result.verdict is Verdict.PASSED for result in results)
    begun = [result for result in results if result.verdict is not Verdict.NOT_STARTED]
    if done == len(results):
        state: Span = (pad("✓ all done", STATE), "good")
    elif begun:
        state = pad(f"{done} of {len(results)} done", STATE)
    else:
        state = (pad("· not started", STATE), "faint")
    earned, points = sum(result.earned for result in results), sum(result.points for result in results)
    sums = f"{earned} of {points} points" if points else ""
    title = pad(topic.title, room - 5 - STATE - SUMS - 1)
    lines: list[Line] = [((f"{topic.name[:3]}  ", "strong"), f"{title} ", state, f"{sums:>{SUMS}}")]
    if not begun or done == len(results):
        return lines
    for untouched, group in groupby(results, key=lambda result: result.verdict is Verdict.NOT_STARTED):
        run = list(group)
        lines += [_range(run, room)] if untouched and len(run) > 1 else [_row(result, room) for result in run]
    return lines


def _row(result: ExerciseResult, room: int) -> Line:
    mark, style = _mark(result.verdict)
    word = "done" if result.verdict is Verdict.PASSED else result.verdict.value
    title = pad(one_line(result.title), room - 10 - STATE - SUMS - 1)
    return (f"     {result.stem[:3]}  {title} ", (pad(f"{mark} {word}", STATE), style), f"{_points(result):>{SUMS}}")


def _range(run: Sequence[ExerciseResult], room: int) -> Line:
    title = pad(f"{run[0].stem[:3]} to {run[-1].stem[:3]}", room - 5 - STATE - SUMS - 1)
    return (f"     {title} ", ("· not started", "faint"))


def _check(check: CheckResult, room: int) -> Line:
    mark, style = _mark(check.verdict)
    points = "extra" if check.extra else f"{check.earned} of {check.points}" if check.points else ""
    return (
        ("  " + pad(f"{mark} {check.verdict.value}", 17), style),
        f"{points:<8}",
        cut(one_line(check.title), room - 27),
    )


def _folded(result: ExerciseResult, first: CheckResult | None, room: int) -> list[Line]:
    """The check that matters now, and how many others there are of each kind."""
    others = collections.Counter(check.verdict for check in result.checks if check is not first)
    lines = [_check(first, room)] if first is not None else []
    for verdict, count in others.items():
        mark, style = _mark(verdict)
        lines.append((("  " + pad(f"{mark} {verdict.value}", 17), style), f"{count} check{'s' * (count > 1)}"))
    return lines


def _next(report: Report, course: Course, next_up: Exercise, room: int) -> list[Line]:
    """The next step after a look at everything."""
    result = next((one for one in report.exercises if one.stem == next_up.stem), None)
    tried = result is not None and result.verdict not in (Verdict.NOT_STARTED, Verdict.PASSED)
    state = f": {result.verdict.value}" if result and tried else ""
    lines: list[Line] = [((cut(f"Next: {next_up.code} · {next_up.title}{state}", room), "strong"),)]
    if tried and result and (first := result.first_problem) and first.problem:
        lines.append((cut(f"  {one_line(first.problem.summary)}", room),))
    return lines + _steps(next_up, course, how_to("test", next_up.code), room, tried=tried)


def _go_on(course: Course, next_up: Exercise | None, room: int) -> list[Line]:
    if next_up is None:
        return []
    head: Line = (("  next     ", "faint"), cut(f"{next_up.code} · {next_up.title}", room - 11))
    return [head, *_steps(next_up, course, how_to("test", next_up.code), room)]


def _steps(exercise: Exercise, course: Course, command: str, room: int, *, tried: bool = False) -> list[Line]:
    """Which page to read, which file to edit, which command to give."""
    lines: list[Line] = []
    earlier = [one for one in course.exercises if one.topic == exercise.topic and one.number < exercise.number]
    # The topic's lesson comes before its first exercise that asks for something.
    if not tried and not any(one.points for one in earlier) and exercise.topic.lesson.exists():
        lines.append((("  read     ", "faint"), (exercise.topic.lesson.relative_to(course.root).as_posix(), "path")))
    stub = exercise.stub.relative_to(course.root).as_posix()
    lines.append((("  edit     ", "faint"), (cut(stub, room - 11), "path")))
    lines.append((("  then     ", "faint"), (command, "path")))
    return lines


def _mark(verdict: Verdict) -> tuple[str, str]:
    return MARKS.get(verdict, ("✗", "bad"))


def _points(result: ExerciseResult) -> str:
    return f"{result.earned} of {result.points} points" if result.points else ""
