"""Checks for e09."""

import pytest
import requests

from grader.check import check, kind

DIFFICULTY = 2
CORE = True


def draw(kitchen):
    """A dish with an accent in its name, and one that is not on the menu."""
    accented = [dish["slug"] for dish in kitchen.dishes if not dish["name"].isascii()]
    return {"dish": kitchen.random.choice(accented), "missing": kitchen.missing["dish"]}


def read(exercise, response, exchange):
    """What the learner's function makes of a reply that it should not refuse."""
    kind = exchange.response.headers.get("Content-Type", "no type at all")
    what = f"a {exchange.response.status} with {kind}" if exchange.response.body else "an empty body"
    try:
        return exercise.read_json(response)
    except exercise.BadReply:
        should = "which is JSON" if exchange.response.body else "and should return None"
        pytest.fail(f"Your function raised BadReply for {what}, {should}.")
    except ValueError as error:
        if exchange.response.body:
            raise
        name = type(error).__name__
        pytest.fail(f"Your code raised {name}: it read JSON from {what} (the status was {exchange.response.status}).")


def refused(exercise, response, what):
    """The BadReply that the learner's function raises."""
    try:
        answer = exercise.read_json(response)
    except exercise.BadReply as error:
        return error
    except (ValueError, requests.HTTPError) as error:
        pytest.fail(f"Your code raised {type(error).__name__} for {what}, and should raise BadReply.")
    pytest.fail(f"Your function returned {kind(answer)} for {what}, and should raise BadReply.")


@check(
    points=1,
    says="has the type ``application/json``, or one ending in +json | returns the JSON",
    hint=(
        "`response.headers` has the type, and `response.json()` decodes the body.",
        'response.headers.get("Content-Type", "") is the type; cut it at the first `;`.',
    ),
    mistakes=("M24", "M25"),
)
def test_reads_json(exercise, world, wire, client):
    """Returns what the JSON says."""
    response = client.get(world.url(f"/menu/{world.dish}"))
    answer = read(exercise, response, wire[0])
    assert answer is not None, "Your function returned None for a reply that has JSON."
    assert not isinstance(answer, str), "Your function returned the text of the JSON, not the value that it stands for."
    assert answer == wire[0].response.json(), "Your function did not return what the JSON says:"


@check(
    points=1,
    says="The type is what the Content-Type header says before the first ``;``, in capital or small letters",
    hint=(
        "The header may have parameters (`; charset=utf-8`), capital letters, and types such as application/geo+json.",
        "The text before the first `;` in lower case is the bare type; `endswith` knows the relatives.",
        'kind = header.partition(";")[0].strip().lower(), then: kind == "application/json" or kind.endswith("+json")',
    ),
    mistakes=("M23", "M24"),
)
def test_knows_json_by_its_type(exercise, world, wire, client):
    """Knows JSON by its type, however that is written."""
    for place, name in enumerate(("vendor", "shouting")):
        answer = read(exercise, client.get(world.url(f"/legacy/{name}")), wire[place])
        assert answer == wire[place].response.json(), "Your function did not return what the JSON says:"


@check(
    points=1,
    says="has an empty body, whatever its type | returns None",
    hint=(
        "There is nothing to decode in an empty body, and a 204 has no Content-Type either.",
        "`response.content` is the body in bytes; look at it before anything else.",
        "if not response.content: return None",
    ),
    mistakes=("M20",),
    waits=True,
)
def test_returns_none_for_an_empty_body(exercise, world, wire, client):
    """Returns None for an empty body, whatever its type."""
    for place, name in enumerate(("nothing", "empty")):
        answer = read(exercise, client.get(world.url(f"/legacy/{name}")), wire[place])
        assert answer is None, f"Your function returned {answer!r} for an empty body, and should return None."


@check(
    points=1,
    says="BadReply: with the status and the first 80 characters of the body. Read the body as UTF-8",
    hint=(
        "Here a proxy answers with a web page. Whoever catches the exception wants to see how it begins.",
        "`response.content` is bytes: decode them first, and cut them afterwards.",
        'response.content.decode("utf-8", errors="replace")[:80]',
    ),
    mistakes=("M21", "M25"),
    waits=True,
)
def test_raises_bad_reply(exercise, world, wire, client):
    """Raises BadReply for a web page, and says how it begins."""
    response = client.get(world.url("/legacy/menu"))
    explains(refused(exercise, response, "a web page (text/html)"), wire[0].response)


def explains(error, response):
    """A BadReply has the status and the beginning of the reply."""
    assert getattr(error, "status", None) == response.status, (
        f"Your BadReply does not have the status of the reply, which is {response.status}."
    )
    beginning, expected = getattr(error, "beginning", None), response.text[:80]
    assert isinstance(beginning, str), (
        f"The `beginning` of your BadReply is {kind(beginning)}, and should be text (str)."
    )
    read_as_latin = response.body.decode("latin-1")
    assert beginning == expected or beginning not in (read_as_latin[:80], read_as_latin), (
        "Your `beginning` was read as ISO-8859-1, as `response.text` does it; it should be read as UTF-8."
    )
    assert len(beginning) <= 80, f"Your `beginning` has {len(beginning)} characters, and should have 80 at most."
    assert len(beginning) == len(expected), (
        f"Your `beginning` has {len(beginning)} characters, and should have {len(expected)}: decode first, then cut."
    )
    assert beginning == expected, "Your BadReply does not have the first 80 characters of the body:"


@check(
    points=0,
    says="is anything else, or JSON that can't be decoded | raises BadReply",
    hint=(
        "That the body looks like JSON, or that the type has “json” somewhere in it, does not count.",
        "Compare the whole bare type: it is `application/json`, or it ends in `+json`.",
    ),
    mistakes=("M23",),
    waits=True,
)
def test_refuses_what_only_looks_like_json(exercise, world, client):
    """Raises BadReply for what only looks like JSON."""
    kinds = {"plain": "text/plain", "untyped": "a reply without a type", "line": "application/x-ndjson"}
    for name, what in kinds.items():
        refused(exercise, client.get(world.url(f"/legacy/{name}")), what)


@check(
    points=0,
    says="JSON that can't be decoded | raises BadReply",
    hint=(
        "The type says JSON, but the text stops in the middle: `response.json()` raises.",
        "Catch `requests.JSONDecodeError` around `response.json()`, and raise BadReply instead.",
    ),
    mistakes=("M22",),
    waits=True,
)
def test_refuses_broken_json(exercise, world, wire, client):
    """Raises BadReply for JSON that breaks off."""
    response = client.get(world.url("/legacy/broken"))
    explains(refused(exercise, response, "JSON that breaks off"), wire[0].response)


@check(
    points=0,
    says="The status is not judged: the JSON of a 404 is read like any other",
    hint="An error may have JSON that says what is wrong. Leave `raise_for_status()` and `response.ok` to the caller.",
    mistakes=("M19", "M23"),
)
def test_does_not_judge_the_status(exercise, world, wire, client):
    """Reads the JSON of errors, too."""
    for place, path in enumerate((f"/menu/{world.missing}", "/legacy/shut")):
        answer = read(exercise, client.get(world.url(path)), wire[place])
        assert answer == wire[place].response.json(), "Your function did not return what the JSON says:"


@check(
    points=0,
    says="returns the JSON",
    hint="An empty list is false in Python, and a value all the same. Look at the body, not at what it decodes to.",
    mistakes=("M26",),
)
def test_reads_an_empty_list(exercise, world, wire, client):
    """Tells an empty list from an empty body."""
    for place, path in enumerate(("/menu?text=pangalactic+gargle+blaster", "/legacy/null")):
        answer = read(exercise, client.get(world.url(path)), wire[place])
        assert answer == wire[place].response.json(), "Your function did not return what the JSON says:"
