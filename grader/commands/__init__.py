"""What ``python -m grader …`` can do: a table of commands, each a module with ``configure`` and ``run``.

Only the standard library is imported here, and little of it: this runs before set-up, and each time.
"""

from __future__ import annotations

import importlib
import os
import sys

from grader.faces.calling import program
from grader.setup import ROOT


class Command:
    """One command. Its module in ``grader.commands`` has its name and is imported only when it is asked for.

    ``configure(parser)`` adds the command's arguments to an ``argparse`` parser;
    ``run(arguments, course) -> int`` carries it out and returns the exit status.

    Args:
        summary: what it does, for ``help``.
        groups: what must be installed: ``requirements/GROUP.txt``.
        takes: the variables of the Makefile that mean something to it: ``make test EX=e02``.
        role: who it is for: ``learner``, ``instructor`` or ``author``.
        module: another name for the module, where the command's would hide a builtin here.
        needs: a folder of the course without which it can do nothing; a learner's copy may be without it.
    """

    def __init__(
        self,
        summary: str,
        groups: tuple[str, ...] = ("learner",),
        *,
        takes: tuple[str, ...] = (),
        role: str = "learner",
        module: str = "",
        needs: str = "",
    ) -> None:
        self.summary, self.groups, self.takes, self.role = summary, groups, takes, role
        self.module, self.needs = module, needs


COMMANDS = {
    "look": Command("look at the current exercise and say what is next (this is what bare make does)"),
    "watch": Command("look at the current exercise again each time you save it", takes=("EX",)),
    "next": Command("go on with the next exercise", takes=("EX", "PATH_"), module="next_up"),
    "skip": Command("leave an exercise for later", takes=("EX",)),
    "test": Command(
        "grade exercises: all, or the ones that are named", takes=("EX", "JSON", "JUNIT", "V", "ASSIGNMENT")
    ),
    "hint": Command("help with the first check that does not pass; a bit more each time", takes=("EX",)),
    "lesson": Command("read the lesson of the current topic", takes=("EX",)),
    "style": Command("what could be written better: advice, no points", takes=("EX",)),
    "list": Command(
        "all exercises, with their points and how far you are", takes=("EX", "ASSIGNMENT"), module="listing"
    ),
    "peek": Command("see what goes over the wire, as a curl command", takes=("EX", "CHECK", "NUMBER", "V")),
    "api": Command("open the page about the bistro's API, offline"),
    "solution": Command(
        "what a good answer does differently from yours, and why", takes=("EX", "YES"), needs="solutions"
    ),
    "reset": Command("bring the stub back as it was shipped; your work is kept", takes=("EX", "YES")),
    "ask": Command("put together what a question needs, without your secrets", takes=("EX",)),
    "doctor": Command("look whether all is well here, and say what helps", ()),
    "debug": Command("run an exercise's checks so that breakpoint() works", takes=("EX",)),
    "serve": Command(
        "start the practice servers and say where", ("learner", "record"), takes=("SEED", "PORT"), needs="kitchen"
    ),
    "live": Command(
        "run your code against running servers",
        ("learner", "record"),
        takes=("EX", "SEED", "BASE_URL", "MODEL"),
        needs="kitchen",
    ),
    "grade": Command(
        "grade a folder of submissions",
        ("learner", "instructor"),
        takes=("SUBMISSIONS", "OUT", "ASSIGNMENT", "ROSTER", "TIMES", "CASSETTES", "CANVAS", "DASK"),
        role="instructor",
    ),
    "adjust": Command(
        "give or take points, with a reason that stays",
        ("learner", "instructor"),
        takes=("LEARNER", "EX", "POINTS", "REASON", "OUT"),
        role="instructor",
    ),
    "dispute": Command(
        "look into a grade that somebody doubts, and accept an answer",
        ("learner", "instructor"),
        takes=("LEARNER", "EX", "OUT", "REASON", "ACCEPT"),
        role="instructor",
    ),
    "classroom": Command(
        "write a template for learners' repositories", (), takes=("DEST", "ASSIGNMENT"), role="instructor"
    ),
    "update": Command("bring in corrected checks and new exercises", (), takes=("FROM",)),
    "actions": Command("grade one repository on GitHub Actions", role="instructor"),
    "gradescope": Command("build an autograder for Gradescope", (), takes=("ASSIGNMENT", "DEST"), role="instructor"),
    "classroom50": Command("build an autograder for Classroom 50", (), takes=("ASSIGNMENT", "DEST"), role="instructor"),
    "check": Command(
        "run the project's own tests",
        ("learner", "instructor", "cluster", "record", "dev"),
        takes=("PART",),
        role="author",
    ),
    "record": Command(
        "record the cassettes anew",
        ("learner", "record"),
        takes=("EX", "SEED", "TOPICS", "MODEL", "DEST"),
        role="author",
    ),
    "new": Command("lay out the four rooms of a new exercise", (), takes=("EX", "TOPIC"), role="author"),
    "bench": Command("measure the speed against plain pytest", ("learner", "instructor", "record"), role="author"),
    "shipped": Command("note the stubs as they are shipped, in exercises/.shipped", (), role="author"),
    "readme": Command("make the README's screens and its ladder anew", role="author"),
    "messages": Command("write down anew what learners read for each known mistake", takes=("EX",), role="author"),
    "capture": Command("make the README's pictures of a session anew", role="author"),
    "class_pictures": Command(
        "make the pictures of the class page anew", ("learner", "instructor", "dev"), role="author"
    ),
    "weights": Command(
        "fetch the language model that t08 to t11 are recorded from", ("learner", "model"), role="author"
    ),
    "requirements": Command("pin and hash the requirements anew", (), role="author"),
}

OPTIONS = {
    "PATH_": "--path",
    "JSON": "--json",
    "JUNIT": "--junit",
    "SEED": "--seed",
    "PORT": "--port",
    "TOPIC": "--topic",
    "CHECK": "--check",
    "NUMBER": "--number",
    "MODEL": "--model",
    "BASE_URL": "--base-url",
    "OUT": "--out",
    "ASSIGNMENT": "--assignment",
    "ROSTER": "--roster",
    "TIMES": "--times",
    "CASSETTES": "--cassettes",
    "CANVAS": "--canvas",
    "DASK": "--dask",
    "LEARNER": "--learner",
    "POINTS": "--points",
    "REASON": "--reason",
    "DEST": "--into",
    "FROM": "--from",
}
NAMES = ("EX", "TOPICS", "PART", "SUBMISSIONS")
FLAGS = {"V": "-v", "YES": "--yes", "ACCEPT": "--accept"}
HANDED_OVER = "ORDER_UP_"
"""The Makefile hands ``EX=…`` over as ``ORDER_UP_EX``: through the environment, so that no shell reads it."""


def wanted(arguments: list[str]) -> str:
    """The command that is asked for: ``look`` when none is named."""
    first = arguments[0] if arguments else "look"
    return "help" if first in ("help", "-h", "--help") else first


def groups(arguments: list[str]) -> tuple[str, ...]:
    """What must be installed before these arguments can be carried out."""
    name = wanted(arguments)
    asked = name not in COMMANDS or {"-h", "--help"} & set(arguments)
    return () if asked or not is_here(name) else COMMANDS[name].groups


def is_here(name: str) -> bool:
    """Whether a command is part of this copy: a learner's is without those of instructors and authors."""
    module = os.path.join(ROOT, *_path(name).split(".")) + ".py"
    return os.path.exists(module) and os.path.exists(os.path.join(ROOT, COMMANDS[name].needs))


def main(arguments: list[str], root: str = ROOT) -> int:
    """Carry out a command line and return its exit status: 0 fine, 1 not everything passes, 2 wrong use.

    Args:
        arguments: what follows ``python -m grader``.
        root: the folder of the course.
    """
    from grader.faces import screen

    screen.prepare_streams()
    try:
        status = _carry_out(arguments, root)
        sys.stdout.flush()
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return 130
    except BrokenPipeError:  # somebody read the first lines and went: ``| head``
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    return status


def _carry_out(arguments: list[str], root: str) -> int:
    name = wanted(arguments)
    if name == "help":
        print(overview())
        return 0
    if name not in COMMANDS:
        return _complain(f"There is no command “{name}”.{_perhaps(name)} `{program()} help` shows them all.")
    if not is_here(name):
        return _complain(f"The command “{name}” is not part of this copy of Order Up.")
    module = importlib.import_module(_path(name))

    import argparse
    from pathlib import Path

    from grader.course import Course, CourseError

    summary = COMMANDS[name].summary
    description = f"{summary[:1].upper()}{summary[1:]}."
    parser = argparse.ArgumentParser(prog=f"{program()} {name}", description=description)
    module.configure(parser)
    # Nobody further down the line may take these for its own.
    handed = {key: os.environ.pop(HANDED_OVER + key, "") for key in (*NAMES, *OPTIONS, *FLAGS)}
    try:
        parsed = parser.parse_args([*arguments[1:], *_from_make(COMMANDS[name], handed)])
        return int(module.run(parsed, Course(Path(root))))
    except CourseError as error:
        return _complain(str(error))


def _from_make(command: Command, handed: dict[str, str]) -> list[str]:
    """The Makefile's variables as arguments: ``EX=e02 V=1`` is ``-v -- e02``."""
    given = {key: value for key, value in handed.items() if value and key in command.takes}
    options = [f"{OPTIONS[key]}={value}" for key, value in given.items() if key in OPTIONS]
    flags = [flag for key, flag in FLAGS.items() if given.get(key, "0") != "0"]
    names = [given[key] for key in NAMES if key in given]
    return [*options, *flags, *(["--", *names] if names else [])]


def _path(name: str) -> str:
    return f"grader.commands.{COMMANDS[name].module or name}"


def overview() -> str:
    """The page of ``help``."""
    there = {name: command for name, command in COMMANDS.items() if is_here(name)}

    def part(role: str, heading: str) -> str:
        lines = [f"  {name:<13} {command.summary}" for name, command in there.items() if command.role == role]
        return "\n".join([heading, *lines, ""]) if lines else ""

    parts = [part("learner", ""), part("instructor", "For instructors:"), part("author", "For authors:")]
    return (
        f"usage: {program()} COMMAND [EXERCISE …] [--help]\n{chr(10).join(filter(None, parts))}\n"
        "An exercise is e07, 7, t02 for a whole topic, or a part of its name.\n"
        f"With make: `make test EX=e07` is `{program()} test e07`."
    )


def _perhaps(name: str) -> str:
    import difflib

    near = difflib.get_close_matches(name, COMMANDS, 1)
    return f" Did you mean “{near[0]}”?" if near else ""


def _complain(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 2
