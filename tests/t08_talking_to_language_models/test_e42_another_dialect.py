"""Checks for e42.

llama.cpp's own server speaks this dialect, too. It does not ask for `max_tokens`, it never thinks, and it keeps no
prompts: what only Anthropic says was written by hand.
"""

import json

import pytest
import requests

from grader.check import check, kind

DIFFICULTY = 3
CORE = False

ANTHROPIC = (
    "https://anthropic.test/v1",
    "sk-practice",
    "claude-sonnet-4-5",
    "You are the waiter of a small bistro.",
)
"""Where the answers come from that were written by hand."""

SYSTEM = "You are a waiter. Answer in one short sentence."

CONVERSATION = [
    {"role": "user", "content": "Do you have soup?"},
    {"role": "assistant", "content": "Yes, onion soup, for 7 euros."},
    {"role": "user", "content": "What do two of them cost?"},
]
LONG = [{"role": "user", "content": "What is a ratatouille?"}]
SHORT = [{"role": "user", "content": "Say 'Bon appétit!' and nothing else."}]


def draw(kitchen):
    """The key and the name of the model that runs here, and a limit that is too small for an answer."""
    return {
        "api_key": "sk-practice-llm",
        "model": "qwen2.5-coder-1.5b-instruct",
        "few": kitchen.random.randint(6, 9),
    }


def ask(exercise, world, system, messages, **keywords):
    """A message to the model that runs here."""
    keywords.setdefault("max_tokens", 40)
    return exercise.message(world.url("/v1", server="llm"), world.api_key, world.model, system, messages, **keywords)


def order(exercise, wire, question):
    """The reply to a question whose answer was written by hand."""
    try:
        return is_a_reply(exercise.message(*ANTHROPIC, [{"role": "user", "content": question}], max_tokens=200))
    except (KeyError, IndexError, TypeError) as error:
        if not wire:
            raise
        answer = wire[-1].response.json()
        types = [block["type"] for block in answer["content"]]
        what, shown = "has no block", ""
        if types[:1] == ["text"]:
            what, shown = "has all that is promised in `usage`", f"\n{json.dumps(answer['usage'])}"
        elif types:
            what = f"begins with a block of type {types[0]}"
        pytest.fail(f"Your code raised {type(error).__name__} ({error}) for an answer that {what}.{shown}")


def is_a_reply(reply):
    assert reply is not None, "Your function returned None, and should return a Reply."
    assert hasattr(reply, "finish_reason"), f"Your function returned {kind(reply)}, and should return a Reply."
    return reply


def field_is(reply, name, expected, why=""):
    got = getattr(reply, name)
    first = f"The `{name}` of your Reply is"
    shown = "" if got is None else f"\n{got!r}"
    assert type(got) is type(expected), f"{first} {kind(got)}, and should be {kind(expected)}{why}.{shown}"
    assert got == expected, f"{first} not what it should be{why}:"


def prompt_tokens(usage):
    """All tokens of the prompt, wherever they were counted."""
    names = ("input_tokens", "cache_read_input_tokens", "cache_creation_input_tokens")
    return sum(usage.get(name) or 0 for name in names)


@check(
    points=2,
    says="Ask a model by Anthropic's API with ``POST {base_url}/messages``, and return what it answers",
    hint=(
        "Look at what your code sends: the address, the header `anthropic-version`, and the names in the body.",
        "`system` has a field of its own in the body, beside `messages`, and `max_tokens` is its name here.",
        '`json={"model": model, "max_tokens": max_tokens, "system": system, "messages": messages}`',
        "The text is in `content`, a list of blocks; the counts are in `usage`, by other names than in e35.",
    ),
    mistakes=("M07", "M12", "M14", "M16", "M56", "M90", "M91"),
    match=("anthropic-version",),
)
def test_asks_and_returns_the_reply(exercise, world, wire):
    """Sends the conversation, and returns the answer as a Reply."""
    reply = is_a_reply(ask(exercise, world, SYSTEM, CONVERSATION))
    answer = wire[0].response.json()
    field_is(reply, "text", answer["content"][0]["text"])
    field_is(reply, "prompt_tokens", prompt_tokens(answer["usage"]))
    field_is(reply, "completion_tokens", answer["usage"]["output_tokens"])
    field_is(reply, "request_id", wire[0].response.headers.get("request-id"))
    field_is(reply, "tool_calls", [])


@check(
    points=1,
    says="The key goes either into the header ``Authorization: Bearer <api_key>`` or into ``x-api-key: <api_key>``",
    hint=(
        "Look at your request's headers: which of them carries the key, and in what form?",
        "Either `Authorization`, with the word Bearer and a space before the key, or `x-api-key` with the key alone.",
        'headers={"x-api-key": api_key, …}',
    ),
    mistakes=("M53", "M54", "M63"),
    cassette="asks_and_returns_the_reply",
    waits=True,
)
def test_shows_the_key(exercise, world, wire):
    """Shows the key in one of two headers."""
    ask(exercise, world, SYSTEM, CONVERSATION)
    headers = wire[0].request.headers
    authorization, own = headers.get("Authorization"), headers.get("x-api-key")
    assert authorization is None or own is None, (
        "Your request has both `Authorization` and `x-api-key`. Send one: servers differ in which they believe."
    )
    if own is not None:
        assert not own.lower().startswith("bearer"), "Your `x-api-key` begins with Bearer: there it is the key alone."
        assert own == world.api_key, "Your `x-api-key` is not the key that your function was given."
        return
    assert authorization is not None, "Your request shows no key: it has no `Authorization` and no `x-api-key`."
    scheme, _, credentials = authorization.partition(" ")
    assert credentials, "Your `Authorization` has no scheme: `Bearer ` comes before the key (RFC 6750 §2.1)."
    assert scheme.lower() == "bearer", f"The scheme of your `Authorization` is {scheme}, and should be Bearer."
    assert credentials == world.api_key, "What comes after Bearer is not the key that your function was given."


@check(
    points=1,
    says="``stop_reason``, in OpenAI's words: see below",
    hint=(
        "Print `stop_reason` of the answer, and look for it in the table.",
        "A dict from one dialect to the other will do. What does it say to a word that is not in it?",
        "`FINISH_REASONS.get(stopped, stopped)` is the same word when there is no other.",
    ),
    mistakes=("M27", "M89"),
    cassette="stop_reasons.synthetic",
    waits=True,
)
def test_says_why_it_stopped(exercise, wire):
    """Says in OpenAI's words why the model stopped."""
    for question, expected in (
        ("Is there soup?", "stop"),
        ("Count the tables.", "stop"),
        ("Tell me the whole menu.", "length"),
        ("Tell me all menus of all years.", "length"),
        ("What is left in the cellar?", "tool_calls"),
        ("How do I poison a guest?", "content_filter"),
        ("Find me all reviews of this bistro.", "pause_turn"),
        ("What do you say at midnight?", "last_orders"),
    ):
        try:
            reply = is_a_reply(exercise.message(*ANTHROPIC, [{"role": "user", "content": question}], max_tokens=200))
        except KeyError as error:
            stopped = wire[-1].response.json()["stop_reason"]
            if error.args != (stopped,):
                raise
            pytest.fail(
                f"Your code raised KeyError for the stop_reason {stopped}: what is not in the table stays as it is."
            )
        stopped = wire[-1].response.json()["stop_reason"]
        got = reply.finish_reason
        assert got == expected, (
            f"For the stop_reason {stopped} your finish_reason is {got!r}, and should be {expected!r}."
        )


@check(
    points=1,
    says="the ``text`` of all blocks of type ``text`` in ``content``, joined with nothing between them; None when "
    "there is no such block",
    hint=(
        "An answer has several blocks here. Print `content`, and look at each block's `type`.",
        "The first block need not be text, the last neither: choose by type.",
        'texts = [block["text"] for block in content if block["type"] == "text"]',
        '`"".join([])` is an empty text. The task asks for None there.',
    ),
    mistakes=("M88", "M91"),
    cassette="courses.synthetic",
    waits=True,
)
def test_joins_the_blocks_of_text(exercise, wire):
    """Joins the blocks of text, and passes over the others."""
    for question in ("What do you recommend?", "A table for two at eight, and one for six at nine."):
        reply = order(exercise, wire, question)
        blocks = wire[-1].response.json()["content"]
        texts = [block["text"] for block in blocks if block["type"] == "text"]
        assert reply.text != texts[0] or len(texts) == 1, (
            "Your Reply has only the first block of text, and there are more."
        )
        field_is(reply, "text", "".join(texts))
    for question, what in (
        ("Close the kitchen.", "that only calls a tool"),
        ("How do I poison a whole table?", "without blocks"),
    ):
        reply = order(exercise, wire, question)
        assert reply.text != "", f"For an answer {what} the `text` of your Reply is an empty text, and should be None."
        assert reply.text is None, (
            f"For an answer {what} the `text` of your Reply is {reply.text!r}, and should be None."
        )


@check(
    points=1,
    says="for each block of type ``tool_use``, with its ``id``, its ``name``, and its ``input`` as JSON text",
    hint=(
        "Here a tool is called by a block with `id`, `name` and `input`. The table says what becomes of them.",
        "`input` is an object. OpenAI has JSON in a text there: `json.dumps` makes it.",
        '{"id": block["id"], "type": "function", "function": {"name": …, "arguments": json.dumps(block["input"])}}',
    ),
    mistakes=("M98",),
    cassette="courses.synthetic",
    waits=True,
)
def test_translates_the_calls_of_tools(exercise, wire):
    """Translates each call of a tool."""
    for question in ("A table for two at eight, and one for six at nine.", "Close the kitchen."):
        calls = order(exercise, wire, question).tool_calls
        blocks = [block for block in wire[-1].response.json()["content"] if block["type"] == "tool_use"]
        assert isinstance(calls, list), f"The `tool_calls` of your Reply are {kind(calls)}, and should be a list."
        assert len(calls) == len(blocks), (
            f"The answer calls {len(blocks)} tools, and your Reply has {len(calls)} of them."
        )
        for call, block in zip(calls, blocks, strict=True):
            assert isinstance(call, dict), f"One of your `tool_calls` is {kind(call)}, and should be a dict."
            function = call.get("function")
            assert isinstance(function, dict), (
                f"One of your `tool_calls` has {kind(function)} as its `function`, not a dict."
            )
            arguments = function.get("arguments")
            assert isinstance(arguments, str), (
                f"The `arguments` of your call are {kind(arguments)}, and should be JSON text."
            )
            try:
                read = json.loads(arguments)
            except ValueError:
                pytest.fail(f"The `arguments` of your call are no JSON (does `str()` make them?):\n{arguments}")
            assert read == block["input"], "The `arguments` of your call do not say what the block's `input` says:"
            expected = {
                "id": block["id"],
                "type": "function",
                "function": {"name": block["name"], "arguments": arguments},
            }
            assert call == expected, "A call of a tool is not written as in e35:"


@check(
    points=0,
    says="what is missing or null counts as 0",
    hint=(
        "What was kept of an earlier prompt is cheaper, and counted apart. OpenAI counts the whole prompt.",
        "Three numbers make `prompt_tokens`. Any of them may be missing, or null.",
        "`usage.get(name) or 0` is a number whatever is there.",
    ),
    mistakes=("M26",),
    cassette="courses.synthetic",
    waits=True,
)
def test_counts_the_whole_prompt(exercise, wire):
    """Counts what was kept from an earlier prompt as well."""
    for question in ("And now the menu in French, please.", "And in German?", "Thank you!"):
        reply = order(exercise, wire, question)
        usage = wire[-1].response.json()["usage"]
        field_is(reply, "prompt_tokens", prompt_tokens(usage), ", with the counts of the prompt in three places")


@check(
    points=0,
    says="the header ``request-id``, or None when there is none",
    hint=(
        "It is what the support of a provider asks for first. Look at the headers of the answer.",
        'OpenAI calls it `x-request-id`, Anthropic `request-id`: `response.headers.get("request-id")`.',
    ),
    cassette="stop_reasons.synthetic",
    waits=True,
)
def test_keeps_the_request_id(exercise, wire):
    """Keeps the id of the request."""
    reply = order(exercise, wire, "Is there soup?")
    field_is(reply, "request_id", wire[-1].response.headers["request-id"])


@check(
    points=0,
    says="``system``, ``messages`` and ``max_tokens`` as they were given",
    hint=(
        "Here the model may write very little, and stops in the middle of a sentence.",
        "`max_tokens` goes into the body as it was given, and `stop_reason` says why the model stopped.",
    ),
    mistakes=("M89",),
    match=("anthropic-version",),
    waits=True,
)
def test_passes_the_limit_on(exercise, world, wire):
    """Passes `max_tokens` on, and tells when the answer was cut short."""
    reply = is_a_reply(ask(exercise, world, SYSTEM, LONG, max_tokens=world.few))
    assert reply.finish_reason == "length", (
        f"The answer was cut short by max_tokens, and your finish_reason is {reply.finish_reason!r}, not 'length'."
    )
    field_is(reply, "text", wire[0].response.json()["content"][0]["text"])


@check(
    points=0,
    says="Nothing else is sent (this version refuses a ``temperature``), nor is a ``system`` that is None",
    hint=(
        "This message has no `system`: what does your body say there?",
        'if system is not None: body["system"] = system',
    ),
    mistakes=("M06",),
    match=("anthropic-version",),
    waits=True,
)
def test_leaves_out_what_is_none(exercise, world, wire):
    """Leaves a `system` out that is None."""
    reply = is_a_reply(ask(exercise, world, None, SHORT))
    field_is(reply, "text", wire[0].response.json()["content"][0]["text"])


@check(
    points=0,
    says="The header ``anthropic-version`` is ``version``",
    hint="A program that was written for an older version says so: send the `version` that your function is given.",
    mistakes=("M16",),
    match=("anthropic-version",),
    waits=True,
)
def test_sends_the_version_that_it_is_given(exercise, world, wire):
    """Sends the version that it is given."""
    reply = is_a_reply(ask(exercise, world, SYSTEM, SHORT, version="2023-06-01"))
    field_is(reply, "text", wire[0].response.json()["content"][0]["text"])


@check(
    points=0,
    says="requests.HTTPError: for an error status",
    hint="A server that does not know the key says 401. `raise_for_status()` raises for it.",
    mistakes=("M17",),
    waits=True,
)
def test_raises_when_refused(exercise, world):
    """Raises HTTPError when the key is refused."""
    with pytest.raises(requests.HTTPError):
        exercise.message(world.url("/v1", server="llm"), "sk-nobody", world.model, SYSTEM, SHORT, max_tokens=40)


@check(
    points=0,
    says="it shows nowhere else",
    hint="Who reads a key can use it. Don't print your headers, and don't put them into an exception's text.",
    mistakes=("M57", "M58"),
    cassette="raises_when_refused",
    waits=True,
)
def test_keeps_the_key_to_itself(exercise, world, secrets):
    """Shows the key in no text and no output."""
    key = secrets.put("ANTHROPIC_API_KEY")
    with pytest.raises(requests.HTTPError) as raised:
        exercise.message(world.url("/v1", server="llm"), key, world.model, SYSTEM, SHORT, max_tokens=40)
    places = list(secrets.leaks(raised.value))
    assert not places, f"The key shows in {' and in '.join(places)}."


@check(
    points=0,
    says="Wait at most ``timeout`` seconds for an answer",
    hint="`requests` waits for ever unless it is told otherwise: pass `timeout=timeout` on.",
    mistakes=("M01",),
    cassette="asks_and_returns_the_reply",
    waits=True,
)
def test_passes_the_timeout_on(exercise, world, wire):
    """Waits no longer than it is told to."""
    ask(exercise, world, SYSTEM, CONVERSATION, timeout=0.25)
    assert wire[0].waits_at_most(0.25), "Your request does not pass `timeout` on to requests."


@check(
    points=0,
    says="The request goes over ``session`` when one is passed in",
    hint="`session.post` takes what `requests.post` takes.",
    mistakes=("M13",),
    cassette="asks_and_returns_the_reply",
    waits=True,
)
def test_uses_the_session(exercise, world, wire, client):
    """Sends the request with the session it is given."""
    session = client.session()
    session.headers.update({"X-Waiter": "Ludo"})
    ask(exercise, world, SYSTEM, CONVERSATION, session=session)
    used = wire[0].request.headers.get("X-Waiter") == "Ludo"
    assert used, "Your code does not send its request with the `session` that it is given."
