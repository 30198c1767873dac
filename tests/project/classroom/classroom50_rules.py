"""What Classroom 50 accepts, in rules of our own: a sentence for each that is broken, none when all is well."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ")
TEXTS = ("classroom", "assignment", "owner", "submission", "commit", "release", "review")
REQUIRED = {"schema", *TEXTS, "assignment_type", "datetime", "score", "max-score", "tests"}
OPTIONAL = {"graded_at", "submitted_by"}


def broken_in_result(data: Any) -> list[str]:
    """The rules of classroom50/result/v1 that a ``result.json`` breaks."""
    return list(_result(data)) if isinstance(data, dict) else ["it is no object"]


def _result(data: dict[str, Any]) -> Iterator[str]:
    if missing := REQUIRED - data.keys():
        yield f"{sorted(missing)} missing"
        return
    if unknown := data.keys() - REQUIRED - OPTIONAL:
        yield f"{sorted(unknown)} unknown"
    if data["schema"] != "classroom50/result/v1":
        yield "schema is another one"
    for name in TEXTS:
        if not isinstance(data[name], str) or not data[name]:
            yield f"{name} is no text, or empty"
    if not str(data["submission"]).startswith("submit/"):
        yield "submission is no tag below submit/"
    if data["assignment_type"] not in ("individual", "group", "team"):
        yield "assignment_type is none that there is"
    for name in ("datetime", "graded_at"):
        if name in data and not (isinstance(data[name], str) and MOMENT.fullmatch(data[name])):
            yield f"{name} is no moment in UTC"
    pusher = data.get("submitted_by", {"username": "somebody"})
    if not isinstance(pusher, dict) or pusher.keys() - {"username", "id"} or not pusher.get("username"):
        yield "submitted_by is no user"
    elif not (pusher.get("id") is None or _is_whole(pusher["id"])):
        yield "submitted_by has an id that is no number"
    yield from _points(data, "score")
    if not isinstance(data["tests"], list):
        yield "tests is no list"
        return
    for number, test in enumerate(data["tests"]):
        yield from (f"tests[{number}]: {sentence}" for sentence in _test(test))


def _test(test: Any) -> Iterator[str]:
    if not isinstance(test, dict) or {"test-name", "passed", "score", "max-score"} - test.keys():
        yield "something is missing"
        return
    if not isinstance(test["test-name"], str) or not test["test-name"]:
        yield "it has no name"
    if not isinstance(test["passed"], bool):
        yield "passed is neither true nor false"
    yield from _points(test, "score")


def _points(data: dict[str, Any], name: str) -> Iterator[str]:
    score, most = data[name], data[f"max-{name}"]
    if not (_is_whole(score) and _is_whole(most)):
        yield "points are no whole numbers from 0"
    elif score > most:
        yield f"{score} of {most} points"


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


COMMON = {"name", "type", "run", "setup", "timeout", "points", "failure-details", "show-output", "show-command"}
OWN = {
    "run": {"exit-code"},
    "python": set(),
    "io": {"input", "input-file", "expected", "expected-file", "comparison"},
}


def broken_in_tests(data: Any) -> list[str]:
    """The rules that a list of declarative tests breaks."""
    if not isinstance(data, list) or len(data) > 100:
        return ["it is no list of at most 100 tests"]
    names = [test.get("name") for test in data]
    broken = [] if len(set(names)) == len(names) else ["two tests have the same name"]
    for number, test in enumerate(data):
        broken += [f"[{number}] {sentence}" for sentence in _declared(test)]
    return broken


def _declared(test: dict[str, Any]) -> Iterator[str]:
    if {"name", "type", "run", "points"} - test.keys() or test["type"] not in OWN:
        yield "something is missing, or the type is none that there is"
        return
    if unknown := test.keys() - COMMON - OWN[test["type"]]:
        yield f"{sorted(unknown)} means nothing here"
    name = test["name"]
    if not name or len(name.encode()) > 100 or re.search(r"[\x00-\x1f\x7f]", name):
        yield "the name is empty, too long, or has control characters"
    if not test["run"]:
        yield "there is nothing to run"
    if not _is_whole(test.get("timeout", 10)) or not 1 <= test.get("timeout", 10) <= 600:
        yield "the timeout is not between 1 and 600 seconds"
    if not _is_whole(test["points"]) or test["points"] > 1000:
        yield "the points are not between 0 and 1000"
    if test["type"] == "io" and test.get("comparison") not in ("included", "exact", "regex"):
        yield "it does not say how to compare"
