"""Checks for e39.

What the model says is free; what is sent, and what becomes of the stream, is not.
"""

import json

import pytest
import requests

from grader.check import check, kind

DIFFICULTY = 3
CORE = True

SMALL_TALK = [{"role": "user", "content": "Good evening!"}]
CHUNK = 40
CUT = 2000


def draw(kitchen):
    """The key and the name of the model that runs here, and a question."""
    return {
        "api_key": "sk-practice-llm",
        "model": "qwen2.5-coder-1.5b-instruct",
        "messages": [
            {"role": "user", "content": "Name three French dishes with an accent in their names, in one line."},
        ],
    }


def ask(exercise, world, **keywords):
    return exercise.stream_chat(world.url("/v1", server="llm"), world.api_key, world.model, world.messages, **keywords)


def chat(exercise, **keywords):
    """A reply in the form of OpenAI's API; these streams were written by hand."""
    return exercise.stream_chat("https://openai.test/v1", "sk-practice", "gpt-5.4", SMALL_TALK, **keywords)


def parts(body):
    """The JSON of a stream's events, each with where its event ends; of those that are whole."""
    place = 0
    *blocks, _ = body.split(b"\n\n")
    for block in blocks:
        place += len(block) + 2
        data = block.removeprefix(b"data: ")
        if data != b"[DONE]":
            yield json.loads(data), place


def pieces(body):
    """The pieces of text in a stream that are not empty, each with where its event ends."""
    return [
        (choice["delta"]["content"], place)
        for part, place in parts(body)
        for choice in part.get("choices", ())
        if choice["delta"].get("content")
    ]


def text_of(body):
    return "".join(piece for piece, _ in pieces(body))


def is_the_reply(reply, response):
    """Whether a reply is what a stream says, field by field."""
    assert reply is not None, "Your function returned None, and should return a Reply."
    assert hasattr(reply, "finish_reason"), f"Your function returned {kind(reply)}, and should return a Reply."
    said = [part for part, _ in parts(response.body)]
    usage = next(part["usage"] for part in said if part.get("usage"))
    reasons = [choice["finish_reason"] for part in said for choice in part["choices"] if choice["finish_reason"]]
    expected = {
        "text": text_of(response.body),
        "finish_reason": reasons[0],
        "prompt_tokens": usage["prompt_tokens"],
        "completion_tokens": usage["completion_tokens"],
        "request_id": response.headers.get("x-request-id"),
        "tool_calls": [],
    }
    for name, value in expected.items():
        got = getattr(reply, name)
        assert got == value, f"The field `{name}` of your Reply is not what the stream says:"


def breaks(exercise, wanted, call):
    """The StreamBroken that a call raises, with the text that had come until then."""
    try:
        reply = call()
    except exercise.StreamBroken as error:
        got = error.text_so_far
        assert got == wanted, "The `text_so_far` of your StreamBroken is not the text that had come:"
        return error
    except (requests.RequestException, LookupError, TypeError) as error:
        name = type(error).__name__
        pytest.fail(
            f"Your code raised {name} in the middle of the stream, and should have raised StreamBroken."
            f"\n{name}: {error}"
        )
    text = getattr(reply, "text", reply)
    pytest.fail(f"Your code returned half an answer as if it were whole: {text!r}. It should have raised StreamBroken.")


def is_closed(wire):
    assert wire[0].response.closed, "Your code did not close the response: half read, it keeps its connection for ever."


@check(
    points=2,
    says="all pieces joined (None when there were none), the finish reason, the tokens",
    hint=(
        "Print what `iter_sse(response.iter_content(chunk_size=None))` yields: the first event, and the last ones.",
        "`[DONE]` is no JSON: look for it before you read the JSON of an event.",
        "In the event with the usage `choices` is an empty list; in others there is no `content`, or it is None.",
        "`for choice in part['choices']:` also goes through an empty list; `choice['delta'].get('content')`",
    ),
    mistakes=("M07", "M84", "M85", "M88"),
    match=("authorization",),
)
def test_joins_the_pieces(exercise, world, wire):
    """Returns the whole answer of a stream."""
    try:
        reply = ask(exercise, world)
    except ValueError as error:
        read_the_end = getattr(error, "doc", "") == "[DONE]"
        assert not read_the_end, "Your code read `[DONE]` as JSON: it is no JSON, but the end of the stream."
        raise
    is_the_reply(reply, wire[0].response)


@check(
    points=1,
    says="in order, as soon as it has come: before more is read",
    hint=(
        "Whoever reads along wants each word when it comes. When does your code call `on_text`?",
        "Without `stream=True`, requests reads the whole answer before you get the response.",
        "Call `on_text(piece)` in the loop over the events, with `chunk_size=None` for `iter_content`.",
    ),
    mistakes=("M78", "M87", "M88"),
    cassette="joins_the_pieces",
    overlay={0: {"chunks": [CHUNK] * 300}},
)
def test_passes_the_text_on(exercise, world, wire, clock):
    """Calls on_text with each piece as soon as it has come."""
    told = []

    def on_text(piece):
        clock.advance(0)  # asks the other side, which says what was read by now
        told.append((piece, wire[0].response.bytes_read))

    ask(exercise, world, on_text=on_text)
    response = wire[0].response
    size, wanted = len(response.body), pieces(response.body)
    assert told, "Your code never called `on_text`."
    strange = [piece for piece, _ in told if not (isinstance(piece, str) and piece)]
    assert not strange, f"Your code called `on_text` with {strange[0]!r}: it is for texts that are not empty."
    got = [piece for piece, _ in told]
    assert len(got) == len(wanted), (
        f"Your code called `on_text` {len(got)} times, and {len(wanted)} pieces of text came."
    )
    assert got == [piece for piece, _ in wanted], "Your code did not call `on_text` with the pieces of the stream:"
    assert told[0][1] < size, (
        f"Your code had read the whole answer ({size} bytes) when it called `on_text` for the first time."
    )
    for (piece, read), (_, end) in zip(told, wanted, strict=True):
        assert read <= end + CHUNK, (
            f"The piece {piece!r} had come with byte {end}, and your code read {read} bytes before it passed it on."
        )


@check(
    points=1,
    says="null or missing until it is known",
    hint=(
        "This server's events have a `usage` each, and it is null but in one of them.",
        "`part.get('usage') or usage` keeps the last one that says something.",
        "The first piece is an empty text: that is none for `on_text`.",
    ),
    mistakes=("M85",),
    cassette="another_server.synthetic",
)
def test_reads_another_servers_stream(exercise, wire):
    """Reads the stream of a server that says `usage` in each event."""
    told = []
    reply = chat(exercise, on_text=told.append)
    is_the_reply(reply, wire[0].response)
    wanted = [piece for piece, _ in pieces(wire[0].response.body)]
    assert told == wanted, "Your code did not call `on_text` with the pieces that are not empty:"


@check(
    points=1,
    says="something went wrong, although the status was 200; ``error.message`` says what",
    hint=(
        "The status was sent before the first word. What goes wrong later is told in the stream.",
        "Look whether there is an `error` in the JSON of an event, before you read its `choices`.",
        "raise StreamBroken(''.join(pieces), part['error']['message'])",
    ),
    mistakes=("M86",),
    cassette="error_in_the_middle.synthetic",
    waits=True,
)
def test_notices_an_error_in_the_middle(exercise, wire, recording):
    """Raises StreamBroken for an error in the middle of the stream."""
    error = breaks(exercise, text_of(recording[0].response.body), lambda: chat(exercise))
    message = next(part["error"]["message"] for part, _ in parts(wire[0].response.body) if "error" in part)
    assert message in str(error), (
        "The text of your StreamBroken does not contain `error.message`, which says what broke."
    )


@check(
    points=1,
    says="and for an end without ``[DONE]``",
    hint=(
        "The stream ended, and nobody called the end: a proxy gave up, or a server was restarted.",
        "When the loop over the events is over and there was no `[DONE]`, the answer is not whole.",
        "`return` at `[DONE]`, and `raise StreamBroken(…)` behind the loop",
    ),
    mistakes=("M86",),
    cassette="no_end.synthetic",
    waits=True,
)
def test_notices_an_end_too_soon(exercise, recording):
    """Raises StreamBroken when the stream ends without [DONE]."""
    breaks(exercise, text_of(recording[0].response.body), lambda: chat(exercise))


@check(
    points=0,
    says="for a connection that breaks or falls silent in the middle of it",
    hint=(
        "What does `iter_content` raise when the connection breaks? All of it is a `requests.RequestException`.",
        "try: … except requests.RequestException as error: raise StreamBroken(''.join(pieces)) from error",
    ),
    mistakes=("M31", "M86"),
    cassette="joins_the_pieces",
    overlay={0: {"body_bytes": CUT, "chunks": [CHUNK] * (CUT // CHUNK)}},
    waits=True,
)
def test_notices_a_broken_connection(exercise, world, wire, recording):
    """Raises StreamBroken when the connection breaks, and closes the response."""
    breaks(exercise, text_of(recording[0].response.body[:CUT]), lambda: ask(exercise, world))
    is_closed(wire)


@check(
    points=0,
    says="or falls silent in the middle",
    hint="A server that falls silent makes requests raise a ConnectionError here, which is a RequestException, too.",
    mistakes=("M31",),
    cassette="joins_the_pieces",
    overlay={0: {"body_bytes": CUT, "chunks": [CHUNK] * (CUT // CHUNK), "break": "read-timeout"}},
    waits=True,
)
def test_notices_a_silent_server(exercise, world, wire, recording, clock):
    """Raises StreamBroken when the server falls silent, after no more than the timeout."""
    told = []
    wanted = pieces(recording[0].response.body[:CUT])
    breaks(
        exercise, "".join(piece for piece, _ in wanted), lambda: ask(exercise, world, timeout=7.0, on_text=told.append)
    )
    assert told == [piece for piece, _ in wanted], (
        "Your code kept text back that had come before the server fell silent:"
    )
    took = clock.now - clock.start
    assert took <= 7.01, f"With a timeout of 7 seconds your function waited {took:g} seconds for the next part."


@check(
    points=0,
    says="Whatever happens, close the response: half read, it keeps its connection",
    hint=(
        "At `[DONE]` the body is not quite read to its end, and after an error even less.",
        "A response can be used with `with`, and is closed at its end, whatever happens.",
        "with post(…, stream=True) as response: …",
    ),
    mistakes=("M87",),
    cassette="error_in_the_middle.synthetic",
    overlay={0: {"chunks": [CHUNK] * 60}},
    waits=True,
)
def test_closes_the_response(exercise, wire):
    """Closes the response, also after an error in the stream."""
    with pytest.raises(exercise.StreamBroken):
        chat(exercise)
    is_closed(wire)


@check(
    points=0,
    says="Whatever happens, close the response",
    hint="`on_text` is somebody else's code, and may raise: let that through, and close the response all the same.",
    mistakes=("M86", "M87"),
    cassette="joins_the_pieces",
    overlay={0: {"chunks": [CHUNK] * 300}},
    waits=True,
)
def test_closes_after_somebody_elses_error(exercise, world, wire):
    """Closes the response when on_text raises, and lets that through."""

    def on_text(piece):
        raise RuntimeError("the guest has left")

    try:
        ask(exercise, world, on_text=on_text)
    except RuntimeError:
        is_closed(wire)
    except exercise.StreamBroken:
        pytest.fail(
            "Your code made a StreamBroken of an error that `on_text` raised, and nothing was wrong with the stream."
        )
    else:
        pytest.fail("Your code went on after an error that `on_text` raised, and told nobody of it.")


@check(
    points=0,
    says="requests.HTTPError: for an error status",
    hint="An error is no stream: `response.raise_for_status()` comes before the first event is read.",
    mistakes=("M17",),
    waits=True,
)
def test_raises_for_an_error_status(exercise, world, wire, secrets):
    """Raises HTTPError when the key is refused, and closes the response."""
    key = secrets.put("LLM_API_KEY")
    with pytest.raises(requests.HTTPError) as caught:
        exercise.stream_chat(world.url("/v1", server="llm"), key, world.model, world.messages)
    is_closed(wire)
    leaks = list(secrets.leaks(caught.value))
    assert not leaks, f"Your code shows the key: in {leaks[0]}."


@check(
    points=0,
    says="The request goes over ``session`` when one is passed in",
    hint=(
        "`requests` waits for ever unless it is told otherwise: pass `timeout=timeout` on.",
        "`session.post` takes what `requests.post` takes.",
    ),
    mistakes=("M01", "M13"),
    cassette="joins_the_pieces",
    waits=True,
)
def test_passes_timeout_and_session_on(exercise, world, wire, client):
    """Waits no longer than it is told to, and uses the session that it is given."""
    session = client.session()
    session.headers.update({"User-Agent": "a guest who comes often"})
    ask(exercise, world, timeout=0.25, session=session)
    assert wire[0].waits_at_most(0.25), "Your request does not pass `timeout` on to requests."
    used = wire[0].request.headers.get("User-Agent") == "a guest who comes often"
    assert used, "Your code did not use the session that it was given."


@check(
    points=0,
    says="Whatever happens, close the response",
    hint="When `[DONE]` has come, the last bytes of the body may not have: return from inside a `with`.",
    mistakes=("M87",),
    cassette="joins_the_pieces",
    overlay={0: {"chunks": [CHUNK] * 300}},
    waits=True,
)
def test_closes_when_all_is_well(exercise, world, wire):
    """Closes the response when the answer is whole."""
    ask(exercise, world)
    is_closed(wire)
