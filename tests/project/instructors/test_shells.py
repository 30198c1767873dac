"""Modules that have all the names that the checks ask for and do no work: none earns a point, in any exercise.

A check that looks at too little would give one; what comes through the door may look like anything.
"""

from __future__ import annotations

import ast
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.batch.pool import LocalPool, Task
from grader.batch.slot import Options
from grader.course import Course, Exercise
from grader.isolation import choose
from grader.setup import ROOT

pytestmark = pytest.mark.skipif(os.name != "posix", reason="classes are graded on POSIX systems")

CHAMELEON = """
class Chameleon:
    def __init__(self, *arguments, **keywords): pass
    def __call__(self, *arguments, **keywords): return self
    def __getattr__(self, name):
        if name.startswith("__"): raise AttributeError(name)
        return self
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __lt__(self, other): return True
    __le__ = __gt__ = __ge__ = __contains__ = __lt__
    def __hash__(self): return 1
    def __len__(self): return 1
    def __iter__(self): return iter([self])
    def __getitem__(self, key): return self
    def __enter__(self): return self
    def __exit__(self, *exception): return True
    def __str__(self): return ""
    __repr__ = __str__
"""

SHELLS: dict[str, tuple[str, Callable[[str], str], Callable[[str], str]]] = {
    # what stands first, what becomes of a function, and what of a class
    "chameleon": (CHAMELEON, "{} = Chameleon()\n".format, "class {}(Exception, Chameleon): pass\n".format),
    "builtins": ("", "{} = map\n".format, "{} = dict\n".format),
    "dead": ("import os\n", "def {}(*_, **__): os._exit(0)\n".format, "{} = BaseException\n".format),
    "empties": (
        "def emptied(*arguments, **keywords):\n"
        "    for one in [*arguments, *keywords.values()]:\n"
        "        if hasattr(one, 'clear'): one.clear()\n"
        "    return arguments[0] if arguments else []\n",
        "{} = emptied\n".format,
        "{} = BaseException\n".format,
    ),
}


def shell(exercise: Exercise, kind: str) -> bytes:
    """A module with the names of the solution."""
    first, function, cls = SHELLS[kind]
    body = ast.parse(exercise.solution.read_bytes()).body
    made = [function(node.name) for node in body if isinstance(node, ast.FunctionDef)]
    made += [cls(node.name) for node in body if isinstance(node, ast.ClassDef)]
    assert made, exercise.stem
    return (first + "".join(made)).encode()


def test_an_empty_shell_earns_nothing() -> None:
    course = Course(Path(ROOT))
    exercises = [exercise for exercise in course.exercises if exercise.points]
    isolation = choose(allow_weak=True).name
    tasks = [Task(kind, "", {one.stem: shell(one, kind) for one in exercises}) for kind in SHELLS]
    pool = LocalPool(Options(str(course.root), tuple(one.stem for one in exercises), isolation), 2)
    try:
        answers = list(pool.answers(tasks))
    finally:
        pool.close()
    assert not [answer.error for answer in answers if answer.error]
    results = [(answer.task.learner, result) for answer in answers for result in answer.results]
    assert len(results) == len(SHELLS) * len(exercises)
    assert not [(kind, result.stem) for kind, result in results if result.earned]
