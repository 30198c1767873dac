"""Checks for e51."""

import json

import pytest
import requests

from grader.check import check, kind

DIFFICULTY = 4
CORE = False

ROUTING = ("accept", "mcp-protocol-version", "mcp-method", "mcp-name")
"""The headers that the protocol asks for with each call."""
PANTRY = "https://pantry.test/mcp"
LOOK_UP = {"ingredient": "rice"}
"""The arguments in the recordings that are written by hand."""


def draw(kitchen):
    """An ingredient, more of it than there is, a few of it, a shelf, and an id."""
    thing = kitchen.random.choice(kitchen.pantry["ingredients"])
    return {
        "ingredient": thing["ingredient"],
        "too_many": thing["quantity"] + kitchen.random.randint(1, 9),
        "some": kitchen.random.randint(1, 3),
        "shelf": kitchen.random.choice(kitchen.pantry["shelves"]),
        "request_id": kitchen.random.randint(2, 900),
    }


def pantry(world, door=""):
    return world.url(f"{door}/mcp", server="pantry")


def messages(exchange):
    """The JSON-RPC messages of an answer."""
    text = exchange.response.text
    if not exchange.response.headers["Content-Type"].startswith("text/event-stream"):
        return [json.loads(text)]
    return [json.loads(line.removeprefix("data: ")) for line in text.splitlines() if line.startswith("data: ")]


def progress_in(exchange):
    """What a stream says of how far the tool is."""
    told = [message["params"] for message in messages(exchange) if message.get("method") == "notifications/progress"]
    return [(step["progress"], step.get("total"), step.get("message")) for step in told]


def is_the_result(result, said):
    """Whether a ToolResult has what the result of the answer says."""
    assert hasattr(result, "ok"), f"Your call_tool() returned {kind(result)}, and should return a ToolResult."
    if said.get("isError"):
        assert result.ok is False, "The tool failed (`isError` is true), and your ToolResult says that it worked."
    assert result.ok is not said.get("isError", False), "The tool worked, and your ToolResult says that it failed."
    texts = [block["text"] for block in said["content"] if block["type"] == "text"]
    assert isinstance(result.content, str), f"The `content` of your ToolResult is {kind(result.content)}, not a text."
    if len(texts) > 1:
        assert result.content != texts[0], "Your ToolResult has the first text only, and there are more."
    assert result.content == "\n".join(texts), "The `content` of your ToolResult is not the texts of the answer:"
    assert result.structured == said.get("structuredContent"), (
        "The `structured` of your ToolResult is not the `structuredContent` of the answer:"
    )


@check(
    points=2,
    says="Call the tool ``name`` of the MCP server at ``url`` by ``POST``, and return what it brought",
    hint=(
        "As tools/list in e50, with a name and arguments in the params, and one more header: `Mcp-Name`.",
        'result["content"] is a list of blocks; those of type "text" have a `text`.',
        'ToolResult(True, "\\n".join(texts), result.get("structuredContent"))',
    ),
    mistakes=("M113", "M116"),
    match=ROUTING,
)
def test_calls_the_tool(exercise, world, wire):
    """Calls a tool whose answer is JSON."""
    arguments = {"ingredient": world.ingredient}
    result = exercise.call_tool(pantry(world), "look_up", arguments, request_id=world.request_id)
    is_the_result(result, wire[0].response.json()["result"])


@check(
    points=2,
    says="goes to ``on_progress(progress, total, message)`` as soon as it comes",
    hint=(
        "Ask for progress: `_meta` needs a `progressToken`. Then print the body of the answer.",
        "In a stream the answer comes last. What has no id is a notification, and what it is about is its `method`.",
        'told = message["params"]; on_progress(told["progress"], told.get("total"), told.get("message"))',
    ),
    mistakes=("M111", "M112"),
    match=ROUTING,
)
def test_tells_the_progress(exercise, world, wire):
    """Tells the progress, then returns the result that comes after it."""
    told, arguments = [], {"shelf": world.shelf}
    try:
        result = exercise.call_tool(
            pantry(world, "/stream"),
            "count_shelf",
            arguments,
            on_progress=lambda *step: told.append(step),
            request_id=world.request_id,
        )
    except (KeyError, ValueError) as error:
        if wire and "JSON" in type(error).__name__:
            pytest.fail(f"Your call_tool() decodes an event stream (text/event-stream) as JSON:\n{error}")
        if wire and "result" in str(error):
            pytest.fail(f"Your call_tool() took the first message of the stream for the answer:\n{error}")
        raise
    assert told, "Your call_tool() never called on_progress, though the stream tells how far the tool is."
    assert told == progress_in(wire[0]), "What your call_tool() gave to on_progress is not what the stream says:"
    is_the_result(result, messages(wire[0])[-1]["result"])


@check(
    points=1,
    says="the same with ``ok=False``: the tool failed, and a model should read why",
    hint=(
        "The status is 200 and there is a result. Print it: what does it say of itself?",
        'ok = not result.get("isError", False); the text stays what it is.',
    ),
    mistakes=("M115",),
    match=ROUTING,
    waits=True,
)
def test_tells_that_the_tool_failed(exercise, world, wire):
    """Returns ok=False and the text when the tool failed."""
    arguments = {"ingredient": world.ingredient, "quantity": world.too_many}
    try:
        result = exercise.call_tool(pantry(world), "take", arguments)
    except exercise.RpcError as error:
        pytest.fail(f"Your call_tool() raised RpcError, but a tool that failed is a result for the model:\n{error}")
    is_the_result(result, wire[0].response.json()["result"])


@check(
    points=1,
    says="raise RpcError, whatever the status: the call itself was wrong",
    hint=(
        "There is no such tool, and the answer is a 400. Print its body.",
        "The body first, then the status. And this is no error that another version would help.",
    ),
    mistakes=("M108", "M117"),
    match=ROUTING,
    waits=True,
)
def test_raises_for_a_wrong_call(exercise, world, wire):
    """Raises RpcError when the call itself is wrong."""
    try:
        with pytest.raises(exercise.RpcError) as caught:
            exercise.call_tool(pantry(world), "polish_silver", {"ingredient": world.ingredient})
    except requests.HTTPError:
        pytest.fail("Your call_tool() raised HTTPError for a 400 that has a JSON-RPC error in its body.")
    said = wire[0].response.json()["error"]
    assert caught.value.code == said["code"], "The `code` of your RpcError is not that of the answer:"
    assert len(wire) == 1, f"Your call_tool() sent {len(wire)} requests, and the first was refused for good."


@check(
    points=1,
    says="send it once more, with the first of VERSIONS that is in the error's",
    hint=(
        "The error is -32022. What does its `data` say, and which of VERSIONS is among it?",
        "The version stands in a header and in `_meta`: both must change, or the server finds them at odds.",
        'error.data["supported"] is a list; next(version for version in VERSIONS if version in supported)',
    ),
    mistakes=("M117",),
    match=ROUTING,
)
def test_tries_another_version(exercise, world, wire):
    """Tries once more with a version that the server speaks."""
    arguments = {"ingredient": world.ingredient, "quantity": world.some}
    try:
        result = exercise.call_tool(pantry(world, "/next"), "take", arguments)
    except (exercise.RpcError, requests.HTTPError) as error:
        if len(wire) == 1:
            pytest.fail(f"The server named a version that you speak, and your call_tool() gave up:\n{error}")
        raise
    is_the_result(result, wire[-1].response.json()["result"])


@check(
    points=1,
    says="and the name as ``header_value`` gives it",
    hint=(
        "This tool has a name that a header can't carry. What does `header_value` make of it?",
        '"Mcp-Name": header_value(name). In the body the name stays as it is.',
    ),
    mistakes=("M114", "M115"),
    match=ROUTING,
)
def test_calls_a_tool_with_an_accent(exercise, world, wire):
    """Calls a tool whose name is not ASCII, and joins its texts."""
    result = exercise.call_tool(pantry(world), "goûter", {"ingredient": world.ingredient})
    is_the_result(result, wire[0].response.json()["result"])


@check(
    points=0,
    says="With ``on_progress``, and only then, ``_meta`` has a ``progressToken`` as well",
    hint=(
        "Without on_progress nobody wants to hear of progress. The answer may be a stream all the same.",
        'if on_progress is not None: meta["progressToken"] = request_id',
    ),
    mistakes=("M111",),
    match=ROUTING,
    waits=True,
)
def test_reads_a_stream_without_progress(exercise, world, wire):
    """Reads a stream when nobody asked for progress."""
    result = exercise.call_tool(pantry(world, "/stream"), "look_up", {"ingredient": world.ingredient})
    is_the_result(result, messages(wire[0])[-1]["result"])


@check(
    points=0,
    says="Nothing else is sent twice: a tool may have done its work before the line broke",
    hint=(
        "The line breaks in the middle of the stream. What had come by then should have been told.",
        "`stream=True`, and `iter_sse(response.iter_content(None))`: without them requests reads to the end first.",
    ),
    mistakes=("M45", "M87"),
    match=ROUTING,
    cassette="tells_the_progress",
    overlay={0: {"body_bytes": 330, "break": "reset"}},
    waits=True,
)
def test_tells_what_came_before_the_line_broke(exercise, world, wire):
    """Tells what came before the line broke."""
    told = []
    with pytest.raises((requests.RequestException, exercise.BadReply)):
        exercise.call_tool(
            pantry(world, "/stream"),
            "count_shelf",
            {"shelf": world.shelf},
            on_progress=lambda *step: told.append(step),
            request_id=world.request_id,
        )
    assert len(wire) == 1, f"The line broke, and your call_tool() called the tool {len(wire)} times."
    assert told, "Your call_tool() told no progress before the line broke: it reads the stream to its end first."
    assert told == progress_in(wire[0])[: len(told)], "What your call_tool() gave to on_progress is not what came:"


@check(
    points=0,
    says="Skip everything else",
    hint=(
        "This stream has messages for others: another progress token, another id, another notification.",
        'Compare `message["params"]["progressToken"]` and `message["id"]` with your request_id.',
    ),
    mistakes=("M109", "M112"),
    match=ROUTING,
    cassette="talks_of_others.synthetic",
    waits=True,
)
def test_skips_what_is_for_others(exercise, wire):
    """Skips messages that are for others."""
    told = []
    result = exercise.call_tool(PANTRY, "look_up", LOOK_UP, on_progress=lambda *step: told.append(step))
    assert result.content != "For table 9.", "Your call_tool() took an answer with another id for its own."
    assert told == [(0.5, None, None)], (
        "Your call_tool() should tell the progress with its own token only, and None for what is missing:"
    )
    is_the_result(result, messages(wire[0])[-1]["result"])


@check(
    points=0,
    says="a missing one means complete",
    hint=(
        "Older servers send no `resultType`. And a picture has no `text`.",
        'result.get("resultType", "complete") != "complete"',
    ),
    mistakes=("M115",),
    match=ROUTING,
    cassette="has_no_type.synthetic",
    waits=True,
)
def test_takes_a_missing_type_for_complete(exercise, wire):
    """Takes a result without a type for complete."""
    try:
        result = exercise.call_tool(PANTRY, "look_up", LOOK_UP)
    except exercise.BadReply:
        pytest.fail("Your call_tool() raised BadReply for a result without a `resultType`: that means complete.")
    is_the_result(result, wire[0].response.json()["result"])


@check(
    points=0,
    says="raise BadReply: it is not what you asked for",
    hint=(
        "This server wants to know something first. Look at the `resultType` of its result.",
        'if result.get("resultType", "complete") != "complete": raise BadReply(…)',
    ),
    mistakes=("M115",),
    match=ROUTING,
    cassette="wants_input.synthetic",
    waits=True,
)
def test_refuses_another_type(exercise):
    """Raises BadReply for a result that is not complete."""
    try:
        result = exercise.call_tool(PANTRY, "look_up", LOOK_UP)
    except exercise.BadReply:
        return
    except KeyError as error:
        pytest.fail(f"Your call_tool() took a result of type `input_required` for a complete one:\n{error}")
    pytest.fail(f"Your call_tool() took a result of type `input_required` for a complete one:\n{result!r}")


@check(
    points=0,
    says="without one, or the second time, raise RpcError",
    hint=(
        "This server speaks a version that you don't. To ask once more is of no use.",
        "And no server may keep you busy: after the second request the error goes out as it is.",
    ),
    mistakes=("M117",),
    match=ROUTING,
    cassette="speaks_something_else.synthetic",
    waits=True,
)
def test_gives_up_on_a_version_that_nobody_speaks(exercise, wire):
    """Gives up on a version that nobody speaks."""
    with pytest.raises(exercise.RpcError):
        exercise.call_tool(PANTRY, "look_up", LOOK_UP)
    assert len(wire) == 1, f"The server speaks none of VERSIONS, and your call_tool() sent {len(wire)} requests."
    with pytest.raises(exercise.RpcError):
        exercise.call_tool("https://pantry.test/cellar/mcp", "look_up", LOOK_UP)
    assert len(wire) == 3, f"After the second -32022 your call_tool() should raise. It sent {len(wire) - 1} requests."


@check(
    points=0,
    says="also when there is no answer with your id",
    hint="The stream ended, and there was no answer in it. None would say that the tool brought nothing.",
    mistakes=("M86",),
    match=ROUTING,
    cassette="never_answers.synthetic",
    waits=True,
)
def test_notices_that_there_is_no_answer(exercise):
    """Raises BadReply for a stream without an answer."""
    try:
        result = exercise.call_tool(PANTRY, "look_up", LOOK_UP)
    except exercise.BadReply:
        return
    pytest.fail(f"The stream ended without an answer, and your call_tool() returned {kind(result)}.")


@check(
    points=0,
    says="the message with your id is the answer: read no further, and close the response",
    hint=(
        "After the answer this server says nothing, and never hangs up. Who waits for the end waits for ever.",
        "Leave the loop over the events once the answer is there; `with post(…) as response:` closes the response.",
    ),
    mistakes=("M87",),
    match=ROUTING,
    cassette="stays_open.synthetic",
    waits=True,
)
def test_stops_at_the_answer(exercise, wire):
    """Stops reading once the answer is there."""
    try:
        result = exercise.call_tool(PANTRY, "look_up", LOOK_UP)
    except requests.RequestException as error:
        pytest.fail(f"Your call_tool() waited for the end of the stream, though the answer was there:\n{error}")
    is_the_result(result, messages(wire[0])[-1]["result"])


@check(
    points=0,
    says="requests.HTTPError: for an error status with no JSON-RPC in its body",
    hint="Where there is no message of JSON-RPC in the body, `raise_for_status()` is right.",
    mistakes=("M21",),
    match=ROUTING,
    waits=True,
)
def test_raises_for_a_status_without_an_answer(exercise, world):
    """Raises HTTPError for a 502 with no answer in it."""
    with pytest.raises(requests.HTTPError):
        exercise.call_tool(world.url("/status/502", server="httpbin"), "look_up", {"ingredient": world.ingredient})


@check(
    points=0,
    says="Each request waits at most ``timeout`` seconds, and goes over ``session`` when one is passed in",
    hint=(
        "`requests` waits for ever unless it is told otherwise: pass `timeout=timeout` on, each time.",
        "post = requests.post if session is None else session.post",
    ),
    mistakes=("M01", "M13"),
    match=ROUTING,
    cassette="tries_another_version",
    waits=True,
)
def test_passes_timeout_and_session_on(exercise, world, wire, client):
    """Passes timeout and session on, each time."""
    session = client.session()
    session.headers.update({"User-Agent": "a guest who comes often"})
    arguments = {"ingredient": world.ingredient, "quantity": world.some}
    exercise.call_tool(pantry(world, "/next"), "take", arguments, timeout=0.25, session=session)
    assert all(exchange.waits_at_most(0.25) for exchange in wire), (
        "Your call_tool() does not pass `timeout` on to requests each time."
    )
    assert all(exchange.request.headers.get("User-Agent") == "a guest who comes often" for exchange in wire), (
        "Your call_tool() did not send each request with the session that it was given."
    )
