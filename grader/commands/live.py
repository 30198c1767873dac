"""``live``: the learner's own code against running servers, checked as always, with nothing recorded for good."""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path

from grader.commands import weights
from grader.commands.choosing import add_exercises, chosen
from grader.commands.servers import Real, running
from grader.course import Course, CourseError, Exercise
from grader.faces import screen, terminal

PLACES = {"llm": "/v1", "pantry": "/mcp"}
"""Which of our servers a real one can stand for, and how its URL has to end."""


def configure(parser: argparse.ArgumentParser) -> None:
    add_exercises(parser)
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="another world (default: %(default)s)")
    parser.add_argument("--room", choices=("exercises", "solutions"), default="exercises", help="whose files to run")
    parser.add_argument(
        "--base-url", default="", metavar="URL", help="a real server instead of ours; its key is in API_KEY"
    )
    parser.add_argument("--model", default="", help="the model's name there; without --base-url, a GGUF file to run")


def run(arguments: argparse.Namespace, course: Course) -> int:
    exercises, model, real = chosen(course, arguments.exercise), None, None
    if arguments.base_url:
        real = _real(exercises, arguments.base_url, arguments.model)
    else:
        exercises, model = weights.with_model(course, exercises, named=bool(arguments.exercise), given=arguments.model)

    from grader.run import grade

    with (
        tempfile.TemporaryDirectory(prefix="order-up-") as made,
        running(course, Path(made), seed=arguments.seed, tls=False, model=model, real=real) as told,
    ):
        options = [f"--kitchen={told}"]
        report = grade(course, exercises, room=arguments.room, inline=True, pytest_arguments=options, incomplete=True)
    screen.show(terminal.page(report, course, named=bool(arguments.exercise), next_up=None, room=screen.columns()))
    print("That was live: your code talked to running servers.")
    whose = "a recording or our own server" if real is not None else "a recording"
    print(f"Checks that only {whose} can stage were left out.")
    return 0 if report.passed else 1


def _real(exercises: list[Exercise], url: str, model: str) -> Real:
    """The server that somebody names, in the place of the one that the exercises ask otherwise."""
    if len(exercises) != 1:
        raise CourseError("A real server may cost money: say which one exercise is to talk to it, such as EX=e35.")
    if not url.startswith(("https://", "http://")):
        raise CourseError(f"The URL has to begin with https:// or http://, and {url} does not.")
    text = exercises[0].checks.read_text(encoding="utf-8")
    for server, end in PLACES.items():
        if f'server="{server}"' in text and f'{end}"' in text:
            if not url.rstrip("/").endswith(end):
                raise CourseError(f"The URL for {exercises[0].code} has to end in {end}, and {url} does not.")
            if server == "llm" and not model:
                raise CourseError("Which model? Say its name there, such as MODEL=…, as the server lists it.")
            inputs = {"api_key": os.environ.get("API_KEY", "none")} | ({"model": model} if model else {})
            return Real(server, url.rstrip("/").removesuffix(end), end, inputs)
    raise CourseError(f"{exercises[0].code} asks neither a language model nor an MCP server.")
