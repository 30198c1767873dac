"""Checks for e50."""

import json

import pytest
import requests

from grader.check import check, kind

DIFFICULTY = 4
CORE = True

ROUTING = ("accept", "mcp-protocol-version", "mcp-method")
"""The headers that the protocol asks for with each request."""


def draw(kitchen):
    """A token that opens the staff's door, and slips to count requests by."""
    slip = kitchen.random.randint(2, 900)
    return {"token": kitchen.token, "slips": [f"slip-{number}" for number in range(slip, slip + 3)]}


def pantry(world, door=""):
    return world.url(f"{door}/mcp", server="pantry")


def result(exchange):
    """The result in an answer, be it JSON or, as elsewhere and behind one of our doors, an event stream."""
    lines = exchange.response.text.splitlines()
    data = (line.removeprefix("data:") for line in lines if line.startswith("data:"))
    messages = [json.loads(text) for text in data] or [exchange.response.json()]
    return next(message["result"] for message in messages if "result" in message)


def on_page(exchange):
    return result(exchange)["tools"]


def are_the_tools(tools, wanted):
    assert isinstance(tools, list), f"Your list_tools() returned {kind(tools)}, and should return a list of tools."
    names = [tool["name"] for tool in wanted]
    assert tools != names, "Your list_tools() returned the names only, and should return the tools as they are."
    assert tools == wanted, "Your list_tools() did not return the tools that the server lists:"


@check(
    points=3,
    says="Return all tools, as the server describes them: the ``tools`` in the results of ``tools/list``, by POST",
    hint=(
        "It is JSON-RPC as in e49, and three things are new: HEADERS, `Mcp-Method`, and META in the params.",
        'Send `{"jsonrpc": "2.0", "id": …, "method": "tools/list", "params": {"_meta": META}}` as JSON.',
        'headers={**HEADERS, "Mcp-Method": "tools/list"}; the tools are in `response.json()["result"]["tools"]`',
    ),
    mistakes=("M15", "M113", "M116"),
    match=ROUTING,
)
def test_lists_the_tools(exercise, world, wire):
    """Lists the tools of one page that comes as JSON."""
    tools = exercise.McpClient(pantry(world)).list_tools()
    is_all = result(wire[0]).get("nextCursor") is None  # always here; elsewhere there may be more pages
    are_the_tools(tools, on_page(wire[0]) if is_all else [tool for exchange in wire for tool in on_page(exchange)])
    assert len(wire) == 1 or not is_all, f"There is only one page, and your list_tools() sent {len(wire)} requests."


@check(
    points=2,
    says="A missing (or null) ``nextCursor`` ends the list",
    hint=(
        "Print each page's `nextCursor`. One of them is empty, and yet it is there.",
        "What ends the list is that there is no cursor: `result.get('nextCursor') is None`.",
        'params = {"_meta": META}; and from the second page on: params["cursor"] = cursor',
    ),
    mistakes=("M69", "M73", "M109"),
    match=ROUTING,
)
def test_goes_on_while_there_is_a_cursor(exercise, world, wire, recording):
    """Goes on while there is a cursor, even an empty one."""
    tools = exercise.McpClient(pantry(world, "/pages")).list_tools()
    pages = [page for exchange in recording for page in on_page(exchange)]
    assert isinstance(tools, list), f"Your list_tools() returned {kind(tools)}, and should return a list of tools."
    last = result(wire[-1])
    if len(wire) < len(recording):
        assert last.get("nextCursor") != "", (
            "Your list_tools() stopped at an empty cursor. In MCP only a missing one ends the list "
            "(2026-07-28, Pagination)."
        )
        pytest.fail(f"Your list_tools() stopped after page {len(wire)}, and there are {len(recording)}.")
    assert tools != on_page(wire[-1]), "Your list_tools() returned the last page, and should return all of them."
    are_the_tools(tools, pages)


@check(
    points=2,
    says="The answer is JSON, or a ``text/event-stream``: the server chooses",
    hint=(
        "Look at the Content-Type of this answer, and at its body.",
        "`iter_sse(response)` gives its events; the `data` of each is the JSON of one message.",
        'if response.headers["Content-Type"].startswith("text/event-stream"): for event in iter_sse(response): …',
    ),
    mistakes=("M111",),
    match=ROUTING,
)
def test_reads_an_event_stream(exercise, world, wire, recording):
    """Reads an answer that is an event stream."""
    try:
        tools = exercise.McpClient(pantry(world, "/stream")).list_tools()
    except ValueError as error:
        if wire and "JSON" in type(error).__name__:
            pytest.fail(f"Your list_tools() decodes an event stream (text/event-stream) as JSON:\n{error}")
        raise
    are_the_tools(tools, on_page(recording[0]))


@check(
    points=1,
    says="for a JSON-RPC ``error`` (an object with ``code`` and ``message``), whatever the status",
    hint=(
        "This server speaks another revision only. Print the body of its 400.",
        "As in e49: the body first, then the status.",
    ),
    mistakes=("M108",),
    match=ROUTING,
    waits=True,
)
def test_raises_the_error(exercise, world, wire):
    """Raises RpcError when the server refuses the request."""
    try:
        with pytest.raises(exercise.RpcError) as caught:
            exercise.McpClient(pantry(world, "/next")).list_tools()
    except requests.HTTPError:
        pytest.fail("Your list_tools() raised HTTPError for a 400 that has a JSON-RPC error in its body.")
    said = wire[0].response.json()["error"]
    assert (caught.value.code, caught.value.data) == (said["code"], said["data"]), (
        "Your RpcError does not have the code and the data of the answer:"
    )


@check(
    points=0,
    says="A ``token`` goes along as ``Authorization: Bearer …``, and nowhere else",
    hint=(
        "The server answers 401 to who shows no token.",
        'headers["Authorization"] = f"Bearer {self.token}"',
    ),
    mistakes=("M58",),
    match=(*ROUTING, "authorization"),
    waits=True,
)
def test_shows_the_token(exercise, world, wire):
    """Shows its token in the Authorization header."""
    tools = exercise.McpClient(pantry(world, "/staff"), token=world.token).list_tools()
    are_the_tools(tools, on_page(wire[0]))


@check(
    points=0,
    says="requests.HTTPError: for an error status with anything else in its body",
    hint=(
        "This 401 has JSON in its body, with an `error` that is a text (RFC 6750). It is no answer of JSON-RPC.",
        'isinstance(message.get("error"), dict)',
    ),
    mistakes=("M33",),
    match=(*ROUTING, "authorization"),
    waits=True,
)
def test_raises_without_a_token(exercise, world):
    """Raises HTTPError for a 401 whose error is no JSON-RPC error."""
    client = exercise.McpClient(pantry(world, "/staff"))
    try:
        with pytest.raises(requests.HTTPError):
            client.list_tools()
    except (TypeError, AttributeError, KeyError) as error:
        pytest.fail(f"Your list_tools() took the `error` of a 401 for a JSON-RPC error, but it is a text:\n{error}")


@check(
    points=0,
    says="Each request has an id of its own, which is what ``ids()`` returns next",
    hint=(
        "`self.next_id()` gives the next one: call it once for each request.",
        "The count belongs to the client, so that a second list_tools() goes on with it.",
    ),
    mistakes=("M109",),
    match=ROUTING,
    waits=True,
)
def test_gives_each_request_an_id(exercise, world, wire):
    """Takes an id for each request from the ids that it is given."""
    slips = iter(world.slips)
    exercise.McpClient(pantry(world, "/pages"), ids=lambda: next(slips)).list_tools()
    sent = [exchange.request.json()["id"] for exchange in wire]
    assert sent == world.slips, "The ids of your requests are not those that `ids()` returned:"


@check(
    points=0,
    says="without ``ids`` they are 1, 2, 3, …",
    hint="An id is used once in the life of a client: the second list_tools() goes on counting.",
    mistakes=("M109",),
    match=ROUTING,
    free=("$.id",),
    waits=True,
)
def test_goes_on_counting(exercise, world, wire):
    """Goes on counting when it is asked again."""
    client = exercise.McpClient(pantry(world))
    tools = []
    try:
        tools = [client.list_tools(), client.list_tools()]
    finally:
        sent = [exchange.request.json()["id"] for exchange in wire]
        assert sent == [1, 2], f"Two list_tools() of one client sent the ids {sent}, and should count on: [1, 2]."
    assert tools == [on_page(exchange) for exchange in wire], "Your list_tools() did not return the tools each time:"


@check(
    points=0,
    says="the answer is the one with your id; skip the others",
    hint=(
        "Print the messages of this stream. Which of them has the id of your request?",
        'if message.get("id") == request_id: …',
    ),
    mistakes=("M109", "M112"),
    match=ROUTING,
    cassette="talks_first.synthetic",
    waits=True,
)
def test_skips_other_messages(exercise, recording):
    """Skips the messages before the answer."""
    try:
        tools = exercise.McpClient("https://pantry.test/mcp").list_tools()
    except KeyError as error:
        pytest.fail(f"Your list_tools() took a notification at the head of the stream for the answer:\n{error}")
    names = [tool["name"] for tool in tools or []]
    assert "decoy" not in names, "Your list_tools() took an answer with another id for its own."
    assert names == ["look_up"], "Your list_tools() did not find the answer among the messages of the stream:"


@check(
    points=0,
    says="BadReply: when there is no answer with your id",
    hint=(
        "This stream ends without an answer. What is left to do after the loop over its events?",
        "An empty list would say that the server has no tools.",
    ),
    mistakes=("M86",),
    match=ROUTING,
    cassette="never_answers.synthetic",
    waits=True,
)
def test_notices_that_there_is_no_answer(exercise):
    """Raises BadReply for a stream without an answer."""
    try:
        tools = exercise.McpClient("https://pantry.test/mcp").list_tools()
    except exercise.BadReply:
        return
    pytest.fail(f"The stream ended without an answer, and your list_tools() returned {tools!r}.")


@check(
    points=0,
    says="Each request waits at most ``timeout`` seconds, and is sent by ``session`` if there is one",
    hint=("Pass `timeout=self.timeout` on with each request.", "`self.post` is the session's, if there is one."),
    mistakes=("M01", "M13"),
    match=ROUTING,
    cassette="goes_on_while_there_is_a_cursor",
    waits=True,
)
def test_passes_timeout_and_session_on(exercise, world, wire, client):
    """Passes timeout and session on, with each request."""
    session = client.session()
    session.headers.update({"User-Agent": "a guest who comes often"})
    exercise.McpClient(pantry(world, "/pages"), timeout=0.25, session=session).list_tools()
    assert all(exchange.waits_at_most(0.25) for exchange in wire), (
        "Your list_tools() does not pass `timeout` on to requests each time."
    )
    assert all(exchange.request.headers.get("User-Agent") == "a guest who comes often" for exchange in wire), (
        "Your list_tools() did not send each request with the session that the client was given."
    )
