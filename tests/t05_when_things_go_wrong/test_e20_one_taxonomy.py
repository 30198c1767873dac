"""Checks for e20."""

import pytest

from grader.check import check, kind

DIFFICULTY = 3
CORE = False


def draw(kitchen):
    """A dish and an order that don't exist, an order that nobody can bring, and a complaint that nobody made."""
    return {
        "dish": kitchen.missing["dish"],
        "missing": kitchen.missing["order"],
        "order": kitchen.random.choice(kitchen.orders)["id"],
        "issue": f"/rest/data/issue/{kitchen.random.randint(1000, 9999)}",
    }


def error_of(exercise, client, wire, url):
    """What the learner's function makes of the answer, and that answer."""
    response = client.get(url)
    try:
        error = exercise.error_from(response)
    except exercise.ApiError:
        pytest.fail("Your function raised the ApiError. It should return it: raising is for the caller.")
    except ValueError as problem:
        body = wire[-1].response.headers.get("Content-Type", "no type") if wire[-1].response.body else "an empty body"
        pytest.fail(f"Your code raised {type(problem).__name__} for a body with {body}: no body should make it fail.")
    assert isinstance(error, exercise.ApiError), f"Your function returned {kind(error)}, and should return an ApiError."
    return error, wire[-1].response


def says(error, response, code, message):
    """It has the status, the code and the message."""
    body = f"\nbody     {' '.join(response.text.split()) or '(none)'}"
    for name, wanted in (("status", response.status), ("code", code), ("message", message)):
        got = getattr(error, name, None)
        assert got == wanted, f"The `{name}` of your ApiError is {got!r}, and should be {wanted!r}.{body}"


@check(
    points=2,
    says="the type ``application/problem+json``",
    hint=(
        "Begin with the bistro's own errors: print the body, and look at the first row of the table.",
        "`response.json()` is a dict with `type`, `title` and `detail`. The code comes after the last slash of `type`.",
        'body["type"].rpartition("/")[2] and body.get("detail") or body.get("title")',
    ),
    mistakes=("M33",),
)
def test_reads_a_problem(exercise, world, wire, client):
    """Returns what a problem document says: status, code and message."""
    for path in (f"/menu/{world.dish}", f"/orders/{world.missing}", f"/trouble/private/orders/{world.order}"):
        error, response = error_of(exercise, client, wire, world.url(path))
        problem = response.json()
        whole = getattr(error, "code", None) == problem["type"]
        assert not whole, "The `code` of your ApiError is the whole `type`, and should be the last part of its path."
        says(error, response, problem["type"].rpartition("/")[2], problem["detail"])


@check(
    points=1,
    says="an ``error`` that is an object",
    hint=(
        "OpenAI and Anthropic put an object into `error`. It has a `code`, which may be null, or no `code` at all.",
        'isinstance(body.get("error"), dict), then its "code" or else its "type", and its "message".',
        'case {"error": dict() as error}: code = error.get("code") or error.get("type")',
    ),
    mistakes=("M33", "M34"),
    cassette="dialects.synthetic",
    waits=True,
)
def test_reads_an_error_that_is_an_object(exercise, wire, client):
    """Reads OpenAI's and Anthropic's errors."""
    for url in (
        "https://openai.test/v1/models",
        "https://openai.test/v1/models/gpt-5.2-proo",
        "https://openai.test/v1/files?limit=0",
        "https://anthropic.test/v1/models/claude-sonet-4-5",
    ):
        error, response = error_of(exercise, client, wire, url)
        inner = response.json()["error"]
        says(error, response, inner.get("code") or inner["type"], inner["message"])


@check(
    points=1,
    says="an ``error`` that is text",
    hint=(
        "In OAuth an `error` is text, and GitHub has none at all: look at what is there before you use it.",
        'isinstance(error, str): the code is `error`. Without one, `body.get("message")` may be there.',
        'case {"error": str() as error}: … and then case {"message": str() as message}: …',
    ),
    mistakes=("M34",),
    cassette="dialects.synthetic",
    waits=True,
)
def test_reads_an_error_that_is_text_or_missing(exercise, wire, client):
    """Reads the errors of OAuth 2.0 and of GitHub."""
    for url in ("https://login.test/callback?code=4f1a", "https://login.test/callback?code=none"):
        error, response = error_of(exercise, client, wire, url)
        body = response.json()
        says(error, response, body["error"], body.get("error_description", body["error"]))
    for url in ("https://github.test/repos/bistro/secret-recipes", "https://github.test/search/issues"):
        error, response = error_of(exercise, client, wire, url)
        says(error, response, None, response.json()["message"])


@check(
    points=1,
    says="anything else, JSON or not",
    hint=(
        "A proxy sends a web page, and some servers send nothing. What does your code do with a body that is no JSON?",
        "`response.json()` raises `requests.JSONDecodeError` then. `response.reason` is what is left to tell.",
    ),
    mistakes=("M21",),
    waits=True,
)
def test_bears_what_is_not_json(exercise, world, wire, client):
    """Returns an error for a web page, a drawing, and an empty body."""
    for url in (
        world.url("/legacy/menu"),
        world.url("/status/418", server="httpbin"),
        world.url(f"/trouble/silent/orders/{world.order}"),
    ):
        error, response = error_of(exercise, client, wire, url)
        says(error, response, None, response.reason)


@check(
    points=1,
    says="``request_id`` is the first of the headers ``X-Request-Id``, ``Request-Id`` and ``X-GitHub-Request-Id``",
    hint=(
        "The same thing has three names. Which headers did this answer come with?",
        "`response.headers.get(name)` minds no capital letters and is None where there is none; `or` goes on.",
        'response.headers.get("X-Request-Id") or response.headers.get("Request-Id") or …',
    ),
    mistakes=("M24", "M33"),
    cassette="dialects.synthetic",
    waits=True,
)
def test_finds_the_request_id(exercise, wire, client):
    """Finds the request id under each of its names, and bears an answer without one."""
    for url, name in {
        "https://openai.test/v1/models": "X-Request-Id",
        "https://anthropic.test/v1/models/claude-sonet-4-5": "Request-Id",
        "https://github.test/repos/bistro/secret-recipes": "X-GitHub-Request-Id",
        "https://login.test/callback?code=4f1a": None,
    }.items():
        error, response = error_of(exercise, client, wire, url)
        wanted, got = response.headers.get(name) if name else None, getattr(error, "request_id", None)
        where = f"The answer has the header {name}" if name else "The answer has no request id"
        assert got == wanted, f"{where}, and the `request_id` of your ApiError is {got!r}, not {wanted!r}."


@check(
    points=0,
    says="No body, however odd, makes this function fail",
    hint=(
        "An `error` can be a number or null, a `code` can be a number, and the whole can be a list.",
        "Before you use `.get`, see that it is a dict; before you keep a value, see that it is a str.",
    ),
    mistakes=("M34",),
    cassette="odd.synthetic",
    waits=True,
)
def test_bears_odd_shapes(exercise, recording, wire, client):
    """Bears an error that is a number, null or a list, and a code that is no text."""
    wanted = {
        "number-and-message": (None, "Too Many Requests, try later"),
        "null": (None, "The oven is off."),
        "numeric-code": ("authentication_error", "Invalid API Key"),
    }
    for exchange in recording:
        error, response = error_of(exercise, client, wire, exchange.request.url)
        says(error, response, *wanted.get(exchange.request.path[1:], (None, response.reason)))


@check(
    points=0,
    says="What is null or not text counts as missing, and so does the type ``about:blank``",
    hint=(
        "A problem may lack any of its members (RFC 9457 §3.1), and its `type` may be a path or `about:blank`.",
        'title = body.get("title"), and use it only if isinstance(title, str).',
    ),
    mistakes=("M26", "M34"),
    waits=True,
)
def test_bears_a_problem_with_holes(exercise, world, wire, client):
    """Bears a problem document in which something is missing, or is not text."""
    for place in ("curt", "two-waiters", "unnamed", "wordless", "careless"):
        url = world.url(f"/trouble/{place}/orders/{world.order}")
        error, response = error_of(exercise, client, wire, url)
        problem = {name: value for name, value in response.json().items() if isinstance(value, str)}
        named = problem.get("type", "about:blank") != "about:blank"
        code = problem["type"].rpartition("/")[2] if named else None
        says(error, response, code, problem.get("detail") or problem.get("title") or response.reason)


@check(
    points=0,
    says="Of these rows the first that fits counts",
    hint="This server is a stranger: its `error` is an object, and has neither a code nor a message that is called so.",
    mistakes=("M26",),
    waits=True,
)
def test_reads_a_strangers_error(exercise, world, wire, client):
    """Reads the error of a server that speaks yet another dialect."""
    error, response = error_of(exercise, client, wire, world.url(world.issue, server="roundup"))
    says(error, response, None, response.reason)
