"""Checks for e49."""

import pytest
import requests

from grader.check import check, kind

DIFFICULTY = 2
CORE = True


def draw(kitchen):
    """Things in the pantry, with and without a delivery to come, one that is not there, and ids for requests."""
    there = kitchen.pantry["ingredients"]
    return {
        "ingredient": kitchen.random.choice(there)["ingredient"],
        "awaited": kitchen.random.choice([thing["ingredient"] for thing in there if thing["delivery"] is None]),
        "missing": kitchen.pantry["missing"],
        "request_id": kitchen.random.randint(2, 900),
        "slip": f"slip-{kitchen.random.randint(2, 900)}",
        "table": str(kitchen.random.randint(1, 20)),
    }


def hatch(world, door=""):
    return world.url(f"{door}/rpc", server="pantry")


def as_told(error, wire):
    """Whether an RpcError has what the answer says."""
    said = wire[0].response.json()["error"]
    for name in ("code", "message", "data"):
        got, wanted = getattr(error, name, None), said.get(name)
        assert got == wanted, f"The `{name}` of your RpcError is not what the answer says:\n{got!r}\n{wanted!r}"


@check(
    points=1,
    says="Call ``method`` at ``url`` by JSON-RPC 2.0 and return its result",
    hint=(
        "Which method, address and body does the request have? The task shows its JSON.",
        "The answer is an envelope as well. Print `response.json()`: what you want is one of its values.",
        'requests.post(url, json={"jsonrpc": "2.0", "method": method, …}, …).json()["result"]',
    ),
    mistakes=("M07", "M11"),
)
def test_calls_the_method(exercise, world, wire):
    """Calls the method and returns its result."""
    params = {"ingredient": world.ingredient}
    result = exercise.call(hatch(world), "stock.look_up", params, request_id=world.request_id)
    answer = wire[0].response.json()
    assert result != answer, "Your call() returned the whole answer, and should return its `result`."
    assert result == answer["result"], f"Your call() returned {kind(result)}, not the result of the answer:"


@check(
    points=0,
    says="``params`` is left out when it is None",
    hint=(
        "What does your request have for `params` when there are none? They may be missing, but not null (§4.2).",
        'if params is not None: request["params"] = params',
    ),
    mistakes=("M26",),
)
def test_leaves_params_out(exercise, world, wire):
    """Leaves params out when there are none."""
    shelves = exercise.call(hatch(world), "shelves.list", request_id=world.slip)
    assert shelves == wire[0].response.json()["result"], "Your call() did not return the result of the answer:"


@check(
    points=1,
    says='``"error": {…}`` and your id',
    hint=(
        "The status is 200, and yet it did not work. Where does it say so?",
        "Look at the body before you look at the status: does it have an `error`?",
        'raise RpcError(error["code"], error["message"], error.get("data"))',
    ),
    mistakes=("M108",),
    waits=True,
)
def test_raises_the_error_in_a_200(exercise, world, wire):
    """Raises RpcError for an error in a 200."""
    params = {"ingredient": world.missing}
    try:
        result = exercise.call(hatch(world), "stock.look_up", params)
    except exercise.RpcError as error:
        caught = error
    else:
        pytest.fail(f"Your call() took an error in a 200 for success, and returned {kind(result)}.")
    as_told(caught, wire)


@check(
    points=0,
    says="some servers put an error into a 200, others into a 4xx",
    hint=(
        "This server tells an error by its status as well. `raise_for_status()` knows nothing of what is in the body.",
        "Read the body first. Only if there is no JSON-RPC answer in it, the status is all that you have.",
    ),
    mistakes=("M108",),
    waits=True,
)
def test_raises_the_error_in_a_404(exercise, world, wire):
    """Raises RpcError for an error in a 404."""
    try:
        with pytest.raises(exercise.RpcError) as caught:
            exercise.call(hatch(world, "/strict"), "stock.count", {"ingredient": world.ingredient})
    except requests.HTTPError:
        pytest.fail(
            "Your call() raised HTTPError for a 404 that has a JSON-RPC error in its body: code, message, data."
        )
    as_told(caught.value, wire)


@check(
    points=0,
    says="return the result, even if it is ``null`` (None)",
    hint=(
        "Nothing is on its way, so the result is null. How does your code tell that from an answer without a result?",
        '`answer.get("result")` is None in both cases. `"result" in answer` tells them apart.',
    ),
    mistakes=("M110",),
    waits=True,
)
def test_takes_null_for_a_result(exercise, world, wire):
    """Returns None for a result that is null."""
    try:
        result = exercise.call(hatch(world), "delivery.next", {"ingredient": world.awaited})
    except exercise.BadReply as error:
        pytest.fail(f"Your call() took a result that is null for a missing one, and raised BadReply:\n{error}")
    assert result is None, f"The result is null, and your call() returned {kind(result)}."
    assert len(wire) == 1, "Your call() sent no request."


@check(
    points=1,
    says="raise BadReply: it answers somebody else",
    hint=(
        "Print the answer, and compare its `id` with the one that you sent.",
        'if answer["id"] != request_id: raise BadReply(…)',
    ),
    mistakes=("M109",),
    waits=True,
)
def test_refuses_another_id(exercise, world):
    """Raises BadReply for an answer to another request."""
    try:
        result = exercise.call(hatch(world, "/mixed-up"), "shelves.list", request_id=world.request_id)
    except exercise.BadReply:
        return
    pytest.fail(f"Your call() returned the answer to another request: its id is not {world.request_id}.\n{result!r}")


@check(
    points=1,
    says="the same, but without an ``id``. So nobody answers, and the body stays unread",
    hint=(
        "What makes a notification of a request is that it has no `id` at all; null would be one (§4.1).",
        "The answer is empty, and `.json()` of nothing raises. What is there to look at?",
        'requests.post(url, json={"jsonrpc": "2.0", "method": method, "params": params}, …).raise_for_status()',
    ),
    mistakes=("M109", "M18", "M20"),
)
def test_notifies(exercise, world, wire):
    """Sends notifications without an id."""
    try:
        said = [
            exercise.notify(hatch(world), "shelves.counted", {"table": world.table}),
            exercise.notify(hatch(world, "/strict"), "shelves.counted"),
        ]
    except ValueError as error:
        if wire and not wire[-1].response.body:
            pytest.fail(f"Your notify() decodes the body of a {wire[-1].response.status}, which is empty:\n{error}")
        raise
    assert len(wire) == 2, "Your notify() did not send the notification."
    assert said == [None, None], "Your notify() returned something, but a notification has no answer."


@check(
    points=0,
    says="requests.HTTPError: for an error status. Any other status is fine; 202 and 204 are usual",
    hint="`raise_for_status()` raises for 4xx and 5xx, and lets 200, 202 and 204 pass.",
    mistakes=("M17",),
    waits=True,
)
def test_notices_that_nobody_took_it(exercise, world):
    """Raises HTTPError when nobody takes the notification."""
    with pytest.raises(requests.HTTPError):
        exercise.notify(world.url("/status/503", server="httpbin"), "shelves.counted", {"table": world.table})


@check(
    points=0,
    says="requests.HTTPError: for an error status with anything else in its body",
    hint=(
        "This answer is from somebody who knows no JSON-RPC: a proxy, or another server. What is in its body?",
        "Where there is no `result` and no `error` in it, `raise_for_status()` is right.",
    ),
    mistakes=("M21",),
    waits=True,
)
def test_raises_for_a_status_without_an_answer(exercise, world):
    """Raises HTTPError for a 502 with no answer in it."""
    with pytest.raises(requests.HTTPError):
        exercise.call(world.url("/status/502", server="httpbin"), "shelves.list")


@check(
    points=0,
    says="the same: the server could not read whose request it was (§5)",
    hint=(
        "The id of this answer is null, since the server could not read the request. It is for you all the same.",
        'if "error" in answer and answer["id"] in (request_id, None): …',
    ),
    mistakes=("M109",),
    cassette="cannot_be_read.synthetic",
    waits=True,
)
def test_takes_an_error_for_nobody(exercise, wire):
    """Raises RpcError for an error whose id is null."""
    try:
        with pytest.raises(exercise.RpcError) as caught:
            exercise.call("https://pantry.test/rpc", "shelves.list", request_id=4)
    except exercise.BadReply:
        pytest.fail("Your call() raised BadReply, but an error whose id is null is for you: nobody could read yours.")
    as_told(caught.value, wire)


@check(
    points=0,
    says="both result and error",
    hint=(
        "An answer has either a result or an error (§5). Here one has both, and the other has neither.",
        "Whoever believes in the result of such an answer believes what did not happen.",
    ),
    mistakes=("M110",),
    cassette="both_and_neither.synthetic",
    waits=True,
)
def test_refuses_both_and_neither(exercise):
    """Raises BadReply for both result and error, or neither."""
    for method, has in (("stock.look_up", "both a result and an error"), ("shelves.list", "neither result nor error")):
        try:
            result = exercise.call("https://pantry.test/rpc", method)
        except exercise.BadReply:
            continue
        pytest.fail(f"Your call() returned {result!r} out of an answer that has {has}.")


@check(
    points=0,
    says="``headers`` are sent besides",
    hint="Pass `headers=headers` on; `json=` adds the Content-Type to them.",
    mistakes=("M14",),
    match=("x-table",),
    waits=True,
)
def test_sends_the_headers(exercise, world):
    """Sends the headers that it is given."""
    headers = {"X-Table": world.table}
    exercise.call(hatch(world), "shelves.list", headers=headers)
    exercise.notify(hatch(world), "shelves.counted", headers=headers)
    assert headers == {"X-Table": world.table}, "Your code changed the dict of headers that it was given."


@check(
    points=0,
    says="Each request waits at most ``timeout`` seconds, and goes over ``session`` when one is passed in",
    hint=(
        "`requests` waits for ever unless it is told otherwise: pass `timeout=timeout` on, twice.",
        "post = requests.post if session is None else session.post",
    ),
    mistakes=("M01", "M13"),
    match=("x-table",),
    cassette="sends_the_headers",
    waits=True,
)
def test_passes_timeout_and_session_on(exercise, world, wire, client):
    """Passes timeout and session on."""
    session = client.session()
    session.headers.update({"User-Agent": "a guest who comes often"})
    options = {"headers": {"X-Table": world.table}, "timeout": 0.25, "session": session}
    exercise.call(hatch(world), "shelves.list", **options)
    exercise.notify(hatch(world), "shelves.counted", **options)
    for name, exchange in zip(("call", "notify"), wire, strict=True):
        assert exchange.waits_at_most(0.25), f"Your {name}() does not pass `timeout` on to requests."
        used = exchange.request.headers.get("User-Agent") == "a guest who comes often"
        assert used, f"Your {name}() did not use the session that it was given."
