"""``peek``: what goes over the wire in a check, as a ``curl`` command and its answer, out of the recording."""

from __future__ import annotations

import argparse
import ast
import difflib
import sys
from pathlib import Path
from typing import Any, NamedTuple

from grader import course as courses
from grader.commands.choosing import add_exercises, the_one
from grader.commands.progress import Progress
from grader.course import Course, CourseError, Exercise
from grader.faces import screen
from grader.faces.calling import by_make, how_to
from grader.faces.screen import Line
from grader.faces.text import cut, cut_middle, one_line, wrap

SCREEN = 24
"""Lines that a page should fit into."""
ANSWER = 11
"""Lines that an answer should have at least, before the rest of the page takes them."""


class Recorded(NamedTuple):
    """A check that has a recording."""

    name: str
    title: str
    cassette: Path


def configure(parser: argparse.ArgumentParser) -> None:
    add_exercises(parser, several=False)
    parser.add_argument("--check", default="", metavar="NAME", help="another check; its page lists which there are")
    parser.add_argument("--number", type=int, default=1, metavar="N", help="which of the check's exchanges (from 1)")
    parser.add_argument("-v", "--verbose", action="store_true", help="show the whole body")


def run(arguments: argparse.Namespace, course: Course) -> int:
    exercise = the_one(course, arguments.exercise) if arguments.exercise else _current(course)
    checks = recorded(exercise)
    if not checks:
        print(f"{exercise.code} is about functions that send nothing: there is nothing to peek at.")
        return 0
    check = _chosen(checks, arguments.check, exercise)
    for line in _page(exercise, check, checks, arguments.number, whole=arguments.verbose):
        # Lines of a command are never cut: they are meant to be copied.
        print(line) if isinstance(line, str) else screen.show([line])
    return 0


def recorded(exercise: Exercise) -> list[Recorded]:
    """The exercise's checks that have a recording, in order, read without running anything."""
    tree = courses.parse(exercise.checks)
    found = []
    for node in tree.body if tree else []:
        if not isinstance(node, ast.FunctionDef) or not node.name.startswith("test_"):
            continue
        told = _decoration(node)
        if told is None or told.get("offline"):
            continue
        name = node.name.removeprefix("test_")
        title = " ".join((ast.get_docstring(node) or name.replace("_", " ")).split())
        found.append(Recorded(name, title, exercise.cassettes / f"{told.get('cassette') or name}.yaml"))
    return found


def _decoration(node: ast.FunctionDef) -> dict[str, Any] | None:
    """The plain values in ``@check(…)``; None for a function without it."""
    for decorator in node.decorator_list:
        if isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Name) and decorator.func.id == "check":
            return {
                keyword.arg: keyword.value.value
                for keyword in decorator.keywords
                if keyword.arg and isinstance(keyword.value, ast.Constant)
            }
    return None


def _current(course: Course) -> Exercise:
    exercise = Progress(course).next_up()
    if exercise is None:
        raise CourseError(f"All exercises pass. Name one to peek at: {how_to('peek', 'e02')}")
    return exercise


def _chosen(checks: list[Recorded], wanted: str, exercise: Exercise) -> Recorded:
    name = wanted.strip().removeprefix("test_").replace(" ", "_")
    hits = [check for check in checks if check.name == name] or [check for check in checks if name in check.name]
    if not name or len(hits) == 1:
        return hits[0]
    names = [check.name for check in checks]
    near = difflib.get_close_matches(name, names, 1)
    perhaps = f" Did you mean {near[0]}?" if near and not hits else ""
    fits = "fits several checks" if hits else "is no check with a recording"
    raise CourseError(f"“{wanted}” {fits} of {exercise.code}.{perhaps} There are: {', '.join(names)}.")


def _page(exercise: Exercise, check: Recorded, checks: list[Recorded], number: int, *, whole: bool) -> list[str | Line]:
    from grader.faces import exchange as face
    from grader.judge.wire import exchanges

    room = screen.columns()
    found = exchanges(_load(check))
    if not 1 <= number <= len(found):
        raise CourseError(
            f"“{check.name}” has {len(found)} exchange{'s' * (len(found) != 1)}; number {number} is none."
        )
    shown = found[number - 1]
    command = face.curl(shown.request, ascii_only=not screen.is_utf8(sys.stdout))
    count = f"   exchange {number} of {len(found)}" if len(found) > 1 else ""
    page: list[str | Line] = [
        ((cut(f"{exercise.code} · {exercise.title}", room - len(count)), "strong"), (count, "faint")),
        ((cut(f"{one_line(check.title)}", room), "faint"),),
        (),
        *command.lines,
    ]
    page += [((cut(f"# {name}: {face.described(content)}", room), "faint"),) for name, content in command.files.items()]
    page.append(())
    requests = [one.request for one in found]
    foot = _foot(exercise, check, checks, number, requests, room, exchanges=5, names=3)
    if SCREEN - len(page) - len(foot) < ANSWER:
        foot = _foot(exercise, check, checks, number, requests, room, exchanges=3, names=1)
    lines = None if whole else SCREEN - len(page) - len(foot) - 1
    answer = face.answer(shown, room, lines)
    if not whole and any("more line" in screen.plain(line) for line in answer):
        again = f"{_peek(exercise, check, checks, number)} {'V=1' if by_make() else '-v'}"
        answer[-1] = ((cut(f"{screen.plain(answer[-1])}: {again}", room), "faint"),)
    return [*page, *answer, *foot]


def _foot(
    exercise: Exercise,
    check: Recorded,
    checks: list[Recorded],
    number: int,
    requests: list[Any],
    room: int,
    *,
    exchanges: int,
    names: int,
) -> list[Line]:
    """The other exchanges (so many at most) and the other checks (in so many lines), if there are any."""
    lines: list[Line] = []
    if len(requests) > 1:
        lines.append(())
        for place, request in list(enumerate(requests, 1))[:exchanges]:
            method = one_line(request.method)
            address = cut_middle(one_line(request.url), room - len(method) - 8)
            lines.append(((f"  {place}{'*' if place == number else ' '} ", "faint"), f"{method} {address}"))
        other = _peek(exercise, check, checks, number % len(requests) + 1)
        lines.append(((cut(f"Another one: {other}", room), "faint"),))
    others = [one.name for one in checks if one.cassette != check.cassette]
    if others:
        lines += [] if lines else [()]
        lines += [*(((line, "faint"),) for line in wrap(f"Other checks: {', '.join(others)}", room, names))]
        example = next(one for one in checks if one.name == others[0])
        lines.append(((cut(f"See one: {_peek(exercise, example, checks, 1)}", room), "faint"),))
    lines += [] if lines else [()]
    told = f"To send it: {how_to('serve')}, and put its address into the command."
    return [*lines, ((cut(told, room), "faint"),)]


def _peek(exercise: Exercise, check: Recorded, checks: list[Recorded], number: int) -> str:
    """The command that shows this check's exchange."""
    first, named = check.name == checks[0].name, "CHECK=" if by_make() else "--check "
    numbered = "NUMBER=" if by_make() else "--number "
    parts = [how_to("peek", exercise.code)]
    parts += [] if first else [f"{named}{check.name}"]
    parts += [] if number == 1 else [f"{numbered}{number}"]
    return " ".join(parts)


def _load(check: Recorded) -> list[Any]:
    from vcr.cassette import CassetteNotFoundError
    from vcr.persisters.filesystem import FilesystemPersister
    from vcr.serializers import yamlserializer

    try:
        requests, responses, *_ = FilesystemPersister.load_cassette(str(check.cassette), yamlserializer)
    except CassetteNotFoundError:
        raise CourseError(
            f"The recording {check.cassette.name} is missing. `git checkout -- cassettes` brings it back."
        ) from None
    except Exception:
        raise CourseError(
            f"The recording {check.cassette.name} can't be read. `git checkout -- cassettes` brings it back."
        ) from None
    return list(zip(requests, responses, strict=True))
