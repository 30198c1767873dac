"""Checks for e19."""

import pytest
import requests

from grader.check import check, kind

DIFFICULTY = 2
CORE = True

NAMES = ("Forbidden", "NotFound", "Invalid", "Conflict", "ServerDown")


def draw(kitchen):
    """An order that there is, and one that there isn't."""
    return {"order": kitchen.random.choice(kitchen.orders)["id"], "missing": kitchen.missing["order"]}


def trouble(exercise, wire, base_url, order):
    """The ApiError that the learner's function raises for an error, and the answer that it is about."""
    try:
        answer = exercise.get_order(base_url, order)
    except exercise.ApiError as error:
        return error, wire[-1].response
    except (requests.RequestException, ValueError) as error:
        if not wire or not wire[-1].answered:
            raise
        name, response = type(error).__name__, wire[-1].response
        if isinstance(error, requests.HTTPError):
            pytest.fail(f"Your code raised HTTPError for a {response.status}, and should raise an ApiError.")
        body = response.headers.get("Content-Type") if response.body else "an empty body"
        pytest.fail(f"Your code raised {name} for a {response.status}: it read JSON from {body}.")
    response = wire[-1].response
    assert not isinstance(answer, Exception), (
        f"Your function returned the {type(answer).__name__}, and did not raise it."
    )
    pytest.fail(f"Your function returned {kind(answer)} for a {response.status}, and should raise an ApiError.")


def is_a(exercise, error, name, response):
    """It is of the class that is for its status."""
    right = isinstance(error, getattr(exercise, name))
    assert right, f"Your code raised {type(error).__name__} for a {response.status}, and should raise {name}."


def says(error, response, code, message):
    """It tells what the answer said: status, code, message, request id."""
    what = f"For a {response.status} with {response.headers.get('Content-Type', 'no type')}"
    whole_body = getattr(error, "message", None) == response.text != message
    assert not whole_body, f"The `message` of your {type(error).__name__} is the whole body of the answer."
    attributes = (
        ("status", response.status),
        ("code", code),
        ("message", message),
        ("request_id", response.headers.get("X-Request-Id")),
    )
    for name, wanted in attributes:
        got = getattr(error, name, None)
        assert got == wanted, (
            f"{what}, the `{name}` of your {type(error).__name__} is {got!r}, and should be {wanted!r}."
        )


@check(
    points=1,
    says="Return an order: the JSON of ``GET /orders/{order_id}``",
    hint=(
        "Forget about errors at first: ask for the order, and return what the JSON says.",
        'requests.get(f"{base_url}/orders/{order_id}", timeout=timeout).json()',
    ),
)
def test_returns_the_order(exercise, world, wire):
    """Returns the order."""
    order = exercise.get_order(world.base_url, world.order)
    assert isinstance(order, dict), f"Your function returned {kind(order)}, and should return the order: a dict."
    assert order == wire[0].response.json(), "Your function did not return what the bistro sent:"


@check(
    points=1,
    says="An error status raises the class that is for it",
    hint=(
        "Which status did the bistro answer with, and which of the classes in your file is for it?",
        "A dict from status to class does most of it. 500 to 599 are a family, and a range: `status >= 500`.",
        "{401: Forbidden, 403: Forbidden, 404: NotFound, …}.get(response.status_code, ApiError)",
    ),
    mistakes=("M17", "M33"),
    waits=True,
)
def test_names_each_error(exercise, world, wire):
    """Raises the class that is for the status."""
    error, response = trouble(exercise, wire, world.base_url, world.missing)
    is_a(exercise, error, "NotFound", response)
    places = {
        "private": "Forbidden",
        "stranger": "Forbidden",
        "impossible": "Invalid",
        "smudged": "Invalid",
        "served": "Conflict",
        "burnt": "ServerDown",
        "crowded": "ServerDown",
    }
    for place, name in places.items():
        error, response = trouble(exercise, wire, world.url(f"/trouble/{place}"), world.order)
        is_a(exercise, error, name, response)


@check(
    points=1,
    says="``type``, ``detail`` and ``title`` are members of a problem document (RFC 9457)",
    hint=(
        "What the bistro says of an error is in the body, and that is JSON: print `response.json()`.",
        "`detail` is the message. `type` is a URL, and the code is what comes after its last slash.",
        'problem["type"].rpartition("/")[2] and response.headers.get("X-Request-Id")',
    ),
    mistakes=("M24", "M33"),
    waits=True,
)
def test_tells_what_the_bistro_said(exercise, world, wire):
    """Tells the status, code and message of a problem, and the request id."""
    for base_url, order in (
        (world.base_url, world.missing),
        (world.url("/trouble/private"), world.order),
        (world.url("/trouble/burnt"), world.order),
    ):
        error, response = trouble(exercise, wire, base_url, order)
        problem = response.json()
        code = getattr(error, "code", None)
        assert code != problem["type"], "The `code` of your exception is the whole `type`, not its last segment."
        says(error, response, problem["type"].rpartition("/")[2], problem["detail"])


@check(
    points=1,
    says="Any other body, such as a proxy's web page, has none of them",
    hint=(
        "Not every body is a problem document. What does your code do with a web page, or with a list?",
        "Look at the Content-Type before you decode. Without a problem, `response.reason` is what is left.",
        'problem = response.json() if kind == "application/problem+json" else {}',
    ),
    mistakes=("M21", "M34"),
    waits=True,
)
def test_takes_any_body(exercise, world, wire):
    """Raises ServerDown whatever the body is: a web page, other JSON, or nothing."""
    for place in ("gateway", "till", "list", "silent"):
        error, response = trouble(exercise, wire, world.url(f"/trouble/{place}"), world.order)
        is_a(exercise, error, "ServerDown", response)
        says(error, response, None, response.reason)


@check(
    points=0,
    says="Any error status that none of the classes below is for raises this one",
    hint="There are more statuses than names for them. For all others raise ApiError itself.",
    mistakes=("M17",),
    waits=True,
)
def test_raises_api_error_for_the_others(exercise, world, wire):
    """Raises ApiError itself for a status that has no name."""
    for place in ("unpaid", "hasty"):
        error, response = trouble(exercise, wire, world.url(f"/trouble/{place}"), world.order)
        wrong = [name for name in NAMES if isinstance(error, getattr(exercise, name))]
        assert not wrong, f"Your code raised {wrong[0]} for a {response.status}, and should raise ApiError itself."
        problem = response.json()
        says(error, response, problem["type"].rpartition("/")[2], problem["detail"])


@check(
    points=0,
    says="Each may be missing",
    hint=(
        "A problem document need not have all of its members, and `type` may be a path, or `about:blank`.",
        '`problem.get("detail")` is None where there is none; `or` goes on to the next.',
        'problem.get("detail") or problem.get("title") or response.reason',
    ),
    mistakes=("M26",),
    waits=True,
)
def test_fills_in_what_is_missing(exercise, world, wire):
    """Bears a problem document in which something is missing."""
    for place in ("curt", "two-waiters", "unnamed", "wordless"):
        error, response = trouble(exercise, wire, world.url(f"/trouble/{place}"), world.order)
        problem = response.json()
        named = problem.get("type", "about:blank") != "about:blank"
        code = problem["type"].rpartition("/")[2] if named else None
        says(error, response, code, problem.get("detail") or problem.get("title") or response.reason)


@check(
    points=0,
    says="the header ``X-Request-Id``, or None",
    hint='This server is a stranger and numbers no slips. `headers.get("X-Request-Id")` is None then.',
    mistakes=("M21", "M26"),
    waits=True,
)
def test_names_a_strangers_error(exercise, world, wire):
    """Names the error of a server that knows nothing of problems and request ids."""
    error, response = trouble(exercise, wire, world.url("", server="httpbin"), world.order)
    is_a(exercise, error, "NotFound", response)
    says(error, response, None, response.reason)


@check(
    points=0,
    says="Wait at most ``timeout`` seconds for an answer. The request goes over ``session`` when one is passed in.",
    hint=(
        "`requests` waits for ever unless it is told otherwise: pass `timeout=timeout` on.",
        "`session.get` takes what `requests.get` takes.",
    ),
    mistakes=("M01", "M13"),
    cassette="returns_the_order",
    waits=True,
)
def test_passes_timeout_and_session_on(exercise, world, wire, client):
    """Waits no longer than it is told to, and uses the session that it is given."""
    session = client.session()
    session.headers.update({"User-Agent": "a guest who comes often"})
    exercise.get_order(world.base_url, world.order, timeout=0.25, session=session)
    assert wire[0].waits_at_most(0.25), "Your request does not pass `timeout` on to requests."
    used = wire[0].request.headers.get("User-Agent") == "a guest who comes often"
    assert used, "Your code did not use the session that it was given."


@check(
    points=0,
    says="one that is not text counts as missing (§3.1)",
    hint="Look at `isinstance(value, str)` before you use a member.",
    mistakes=("M34",),
    extra=True,
    waits=True,
)
def test_ignores_what_is_not_text(exercise, world, wire):
    """Ignores members of a problem document that are not text."""
    error, response = trouble(exercise, wire, world.url("/trouble/careless"), world.order)
    is_a(exercise, error, "ServerDown", response)
    says(error, response, None, response.reason)
