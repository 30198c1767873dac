"""Checks for e37.

What the model says is free, and so are the messages for the recording: each check looks at them itself.
"""

from itertools import pairwise

import pytest

from grader.check import check, kind

DIFFICULTY = 3
CORE = False

MESSAGES = ("$.messages",)
GO_ON = "Go on exactly where you stopped. Do not repeat anything."
DISHES = ["goat cheese", "onion soup", "a lemon tart"]


def draw(kitchen):
    """A question with a short answer, and one whose answer does not fit into as many tokens as there may be."""
    wine = f"What goes well with {kitchen.random.choice(DISHES)}? Answer in one short sentence."
    count = "Count from one to twenty in words, separated by commas."
    return {
        "api_key": "sk-practice-llm",
        "model": "qwen2.5-coder-1.5b-instruct",
        "short": [{"role": "user", "content": wine}],
        "long": [{"role": "user", "content": count}],
        "limit": 16,
    }


def finish(exercise, world, messages, **keywords):
    return exercise.finish(world.url("/v1", server="llm"), world.api_key, world.model, messages, **keywords)


def finish_long(exercise, world, **keywords):
    return finish(exercise, world, world.long, max_completion_tokens=world.limit, **keywords)


def by_hand(exercise):
    """What becomes of answers that were written by hand."""
    messages = [{"role": "user", "content": "How is the onion soup made?"}]
    return exercise.finish("https://openai.test/v1", "sk-practice", "gpt-5.4", messages)


def part(exchange):
    return exchange.response.json()["choices"][0]["message"]["content"]


def is_a_reply(reply):
    assert reply is not None, "Your function returned None, and should return a Reply."
    assert hasattr(reply, "finish_reason"), f"Your function returned {kind(reply)}, and should return a Reply."


def has_the_text(reply, exchanges):
    """Whether the text is that of all parts."""
    is_a_reply(reply)
    parts = [part(exchange) for exchange in exchanges]
    if len(parts) > 1:
        assert reply.text != parts[0], "The text of your Reply ends where the first answer was cut off."
        assert reply.text != parts[-1], "The text of your Reply has only the last part."
    assert reply.text == "".join(parts), "The text of your Reply is not all parts, with nothing between them:"


def ends_as(reply, exchange):
    reason = exchange.response.json()["choices"][0]["finish_reason"]
    assert reply.finish_reason == reason, "The `finish_reason` of your Reply is not that of the last answer:"


def tokens_of(exchanges, name):
    return sum(exchange.response.json()["usage"][name] for exchange in exchanges)


def sent(exchange):
    """The messages of a request; of each, only who said what."""
    messages = exchange.request.json()["messages"]
    whole = isinstance(messages, list) and all(isinstance(one, dict) for one in messages)
    assert whole, f"Your request has `messages` that are not a list of objects, but: {messages!r}"
    return [{"role": one.get("role"), "content": one.get("content")} for one in messages]


def goes_on_from(exchange, before, number):
    """Whether a request goes on from the one before it."""
    name = f"Your request {number}"
    old, got = sent(before), sent(exchange)
    partial, go_on = {"role": "assistant", "content": part(before)}, {"role": "user", "content": GO_ON}
    if got == [*old, partial, go_on]:
        return
    assert got != old, f"{name} is the same once more: the model begins anew, and does not know what it said."
    assert go_on in got, f"{name} does not have GO_ON as a message of the user."
    assert got[-1] == go_on, f"{name} does not end with GO_ON: first comes the part, and then what you ask for."
    assert partial in got, f"{name} does not have the part that came last, as it came, as a message of the assistant:"
    assert got[: len(old)] == old, f"{name} does not begin with the messages of the request before:"
    pytest.fail(f"{name} has {len(got)} messages, and should have two more than the request before: {len(old) + 2}.")


@check(
    points=1,
    says="Ask a model until its answer is finished, and return the whole of it",
    hint=(
        "Send one request with `ask`, and make a Reply of what comes back, as in e35.",
        '`response.json()["choices"][0]` has the message and the `finish_reason`; `usage` stands beside `choices`.',
    ),
    mistakes=("M88", "M90"),
    free=MESSAGES,
)
def test_takes_a_finished_answer(exercise, world, wire):
    """Returns an answer that is finished at once."""
    reply = finish(exercise, world, world.short)
    assert len(wire) == 1, f"Your code sent {len(wire)} requests, and the first answer was finished."
    has_the_text(reply, wire)
    ends_as(reply, wire[0])
    usage = wire[0].response.json()["usage"]
    tokens = (reply.prompt_tokens, reply.completion_tokens)
    assert tokens == (usage["prompt_tokens"], usage["completion_tokens"]), (
        "The tokens of your Reply (prompt, completion) are not those of the answer:"
    )


@check(
    points=2,
    says="To go on, two messages are added to those of the request before",
    hint=(
        "Here the first answer ends with `length`. Look at its text, and at what your code does with it.",
        "The model remembers nothing: the next request has all that was there, the part as the assistant's, and GO_ON.",
        'messages = [*messages, {"role": "assistant", "content": part}, {"role": "user", "content": GO_ON}]',
    ),
    mistakes=("M89",),
    free=MESSAGES,
    waits=True,
)
def test_goes_on(exercise, world, wire, recording):
    """Goes on until the answer is finished, and puts its parts together."""
    reply = finish_long(exercise, world)
    is_a_reply(reply)
    for number, (before, exchange) in enumerate(pairwise(wire), 2):
        goes_on_from(exchange, before, number)
    assert len(wire) > 1, "Your code sent one request, and took an answer that was cut off for the whole of it."
    assert len(wire) == len(recording), f"Your code stopped after {len(wire)} requests: the answer was still cut off."
    has_the_text(reply, wire)
    ends_as(reply, wire[-1])


@check(
    points=1,
    says="The tokens are those of all answers together",
    hint=(
        "Each request is paid for, also the one whose answer was cut off.",
        "Start both sums at 0 before the loop, and add what `usage` says in each round.",
    ),
    mistakes=("M95",),
    cassette="goes_on",
    free=MESSAGES,
    waits=True,
)
def test_adds_up_the_tokens(exercise, world, wire):
    """Adds up the tokens of all rounds."""
    reply = finish_long(exercise, world)
    is_a_reply(reply)
    for name in ("prompt_tokens", "completion_tokens"):
        each = ", ".join(str(tokens_of([exchange], name)) for exchange in wire)
        total = tokens_of(wire, name)
        got = getattr(reply, name)
        assert got == total, f"Your Reply has {name}={got}; the answers had {each}, which is {total} together."


@check(
    points=1,
    says="if the last answer is still cut off, it is returned all the same, and ``finish_reason`` stays ``length``",
    hint=(
        "With `max_rounds=2` there are two requests. What do you have after the second one?",
        "Return what there is: who reads `finish_reason` sees that it is not all.",
    ),
    mistakes=("M36", "M89"),
    cassette="goes_on",
    free=MESSAGES,
    waits=True,
)
def test_stops_after_max_rounds(exercise, world, wire):
    """Stops after `max_rounds` requests, and says that the answer was cut off."""
    reply = finish_long(exercise, world, max_rounds=2)
    times = "once" if len(wire) == 1 else f"{len(wire)} times"
    assert len(wire) == 2, f"With max_rounds=2 your code asked {times}: max_rounds counts the first request, too."
    has_the_text(reply, wire)
    assert reply.finish_reason == "length", (
        f"Your Reply says {reply.finish_reason!r}, and its text was cut off: who reads that takes it for the whole."
    )


@check(
    points=1,
    says="raise Refused with that text",
    hint=(
        "This answer has a status of 200 and the finish_reason `stop`. Look at its message.",
        'if message.get("refusal") is not None: raise Refused(message["refusal"])',
    ),
    mistakes=("M88", "M89"),
    cassette="refuses.synthetic",
    free=MESSAGES,
    waits=True,
)
def test_raises_a_refusal(exercise, wire):
    """Raises Refused when the model refuses."""
    with pytest.raises(exercise.Refused) as caught:
        by_hand(exercise)
    refusal = wire[-1].response.json()["choices"][0]["message"]["refusal"]
    assert refusal in str(caught.value), f"The text of your Refused does not say what the model said: {refusal!r}"


@check(
    points=0,
    says="raise Refused, whatever text there is already",
    hint=(
        "In the second round somebody else stops the answer. Is half a text of any use, if nobody may have the rest?",
        'Look for "content_filter" in each round, before you look at the text.',
    ),
    mistakes=("M89",),
    cassette="filtered.synthetic",
    free=MESSAGES,
    waits=True,
)
def test_raises_for_a_content_filter(exercise, wire):
    """Raises Refused when a content filter stops the answer, in any round."""
    with pytest.raises(exercise.Refused):
        by_hand(exercise)
    assert len(wire) > 1, "Your code raised Refused for an answer that was only cut off: it should have gone on."
    assert len(wire) == 2, "Your code asked once more after the content filter had stopped the answer."


@check(
    points=0,
    says="Everything else is that of the last answer",
    hint=(
        "The last answer calls a tool and has no text. What is the text of the whole? And whose is the request id?",
        'message.get("tool_calls") or [] · response.headers.get("x-request-id")',
    ),
    mistakes=("M88", "M89"),
    cassette="calls_a_tool.synthetic",
    free=MESSAGES,
    waits=True,
)
def test_takes_the_rest_of_the_last_answer(exercise, wire):
    """Takes request id and tool calls of the last answer, which need not have a text."""
    try:
        reply = by_hand(exercise)
    except TypeError as error:
        pytest.fail(f"Your code raised TypeError for an answer whose `content` is null.\n{error}")
    is_a_reply(reply)
    assert len(wire) == 2, "Your code took an answer that was cut off for the whole: its finish_reason is `length`."
    last = wire[-1].response
    message = last.json()["choices"][0]["message"]
    assert reply.text == part(wire[0]), "The last answer has no text, and the text of your Reply is not the first part:"
    ends_as(reply, wire[-1])
    assert reply.tool_calls == message["tool_calls"], "The `tool_calls` of your Reply are not those of the last answer:"
    assert reply.request_id == last.headers["x-request-id"], "The `request_id` is not that of the last answer:"


@check(
    points=0,
    says="or None when none of them has a text",
    hint=(
        "This answer has nothing but a tool call.",
        "Collect the parts that are not None; when there are none, the text is None.",
    ),
    mistakes=("M88",),
    cassette="only_a_tool.synthetic",
    free=MESSAGES,
    waits=True,
)
def test_takes_an_answer_without_text(exercise):
    """Returns a Reply whose text is None when there is none."""
    try:
        reply = by_hand(exercise)
    except TypeError as error:
        pytest.fail(f"Your code raised TypeError for an answer whose `content` is null.\n{error}")
    is_a_reply(reply)
    assert reply.text is None, "The only answer has no text, and that of your Reply is not None:"


@check(
    points=0,
    says="The list that was passed in stays as it was",
    hint=(
        "`messages.append(…)` and `messages += …` change the list of whoever called you.",
        "Begin with a list of your own: `messages = list(messages)`.",
    ),
    mistakes=("M14",),
    cassette="goes_on",
    free=MESSAGES,
    waits=True,
)
def test_leaves_the_list_alone(exercise, world):
    """Leaves the list that it is given as it was."""
    messages = [dict(message) for message in world.long]
    finish(exercise, world, messages, max_completion_tokens=world.limit)
    added = len(messages) - len(world.long)
    assert messages == world.long, f"Your code changed the list that was passed in: it has {added} messages more now."


@check(
    points=0,
    says="Each request is sent with ``ask``",
    hint="Pass `timeout` and `session` on to `ask`, in each round.",
    mistakes=("M01", "M13"),
    cassette="goes_on",
    free=MESSAGES,
    waits=True,
)
def test_passes_on_timeout_and_session(exercise, world, wire, client):
    """Sends each request over the session that it is given, and waits no longer than it is told to."""
    session = client.session()
    session.headers.update({"X-Waiter": "Ludo"})
    finish_long(exercise, world, timeout=0.25, session=session)
    for number, exchange in enumerate(wire, 1):
        assert exchange.waits_at_most(0.25), f"Your request {number} does not pass `timeout` on to requests."
        assert exchange.request.headers.get("X-Waiter") == "Ludo", (
            f"Your request {number} did not go over the session that was passed in."
        )
