"""Checks for e36.

What the model says is free, and so are the messages for the recording: each check looks at them itself.
"""

import pytest
import requests

from grader.check import check, kind

DIFFICULTY = 3
CORE = True

MESSAGES = ("$.messages",)
TURNS = [
    "My name is Ana, and I would like the onion soup, please.",
    "What is my name?",
    "What did I order?",
    "Then bring me the dish of the day instead, please, and a glass of the red wine that my sister had last week.",
]


def draw(kitchen):
    """What the guest says, and a budget that is reached exactly in the second turn."""
    return {
        "api_key": "sk-practice-llm",
        "model": "qwen2.5-coder-1.5b-instruct",
        "system": "You are the waiter of a small bistro. Answer in one short sentence.",
        "turns": TURNS,
        "budget": 58,
    }


def start(exercise, world, **keywords):
    base_url = world.url("/v1", server="llm")
    return exercise.Conversation(base_url, world.api_key, world.model, world.system, **keywords)


def estimate(messages):
    """The stub's estimate_tokens."""
    return sum(4 + len(message["content"]) // 4 for message in messages)


def message(role, content):
    return {"role": role, "content": content}


def text_of(exchange):
    return exchange.response.json()["choices"][0]["message"]["content"]


def returns_the_answer(answer, exchange):
    assert isinstance(answer, str), f"Your say() returned {kind(answer)}, and should return the text of the answer."
    assert answer == text_of(exchange), "Your say() did not return what the model answered:"


def sent(exchange, name):
    """The messages of a request; of each, only who said what."""
    messages = exchange.request.json()["messages"]
    whole = isinstance(messages, list) and all(isinstance(one, dict) for one in messages)
    assert whole, f"{name} has `messages` that are not a list of objects, but: {messages!r}"
    short = [one for one in messages if not isinstance(one.get("content"), str)]
    assert not short, f"{name} has a message whose content is no text: {short[0]}"
    return [message(one.get("role"), one["content"]) for one in messages]


def has(exchange, number, expected, budget=None):
    """Whether a request has these messages; if not, what is wrong with them, in words."""
    name = f"Your request {number}"
    got = sent(exchange, name)
    if got != expected:
        wrong = what_is_wrong(got, expected)
        if budget is not None and got[:1] == expected[:1] and got[-1:] == expected[-1:]:
            wrong = what_is_left_out(got, expected, budget)
        key = "role" if texts(got) == texts(expected) else "content"
        lines = (f"{which:<9}{shape(messages, key)}" for which, messages in (("got", got), ("expected", expected)))
        pytest.fail("\n".join([f"{name} {wrong}", *lines]))


def what_is_wrong(got, expected):
    system, *before, now = expected
    questions = [one for one in expected if one["role"] != "assistant"]
    if got[:1] != [system]:
        return "does not begin with the system prompt, which goes with every request."
    if got.count(system) > 1:
        return "has the system prompt more than once."
    if now not in got:
        return "does not have what is said now, as a `user` message."
    if got[-1] != now:
        return "does not end with what is said now."
    if got == [system, now] and before:
        return "has only what is said now: the model knows nothing of what was said before."
    if got == questions and before:
        return "has what was said before, but not what the model answered to it."
    if texts(got) == texts(expected):
        return "has the right texts, but not the right roles."
    return "does not have the messages of the conversation, in their order."


def what_is_left_out(got, expected, budget):
    tokens = estimate(got)
    if tokens > budget and len(got) > 2:
        return f"has {tokens} tokens by `estimate_tokens`, and `max_prompt_tokens` is {budget}."
    if got[1]["role"] == "assistant":
        return "has an answer whose question is gone: a pair goes together."
    if len(got) == len(expected):
        return "leaves out the wrong pair: the oldest goes first."
    return "leaves out more than it has to." if len(got) < len(expected) else what_is_wrong(got, expected)


def texts(messages):
    return [one["content"] for one in messages]


def shape(messages, key):
    """The messages on one line: who said something, or how it begins."""
    if key == "role":
        return " · ".join(str(one["role"]) for one in messages)
    return " · ".join(" ".join(one["content"].split()[:2]) + "…" for one in messages)


@check(
    points=2,
    says='A message is ``{"role": …, "content": …}``, and a request has them in this order',
    hint=(
        "Print what your second request sends. Could anybody answer it who has seen nothing else?",
        "Keep a list. Each turn adds two messages: what was said, as `user`, and the answer, as `assistant`.",
        'messages = [{"role": "system", "content": self.system}, *self.turns, {"role": "user", "content": text}]',
    ),
    mistakes=("M93",),
    match=("authorization",),
    free=MESSAGES,
)
def test_remembers(exercise, world, wire):
    """Sends what was said and answered before, in order."""
    conversation = start(exercise, world)
    expected = [message("system", world.system)]
    for number, text in enumerate(world.turns[:3], 1):
        answer = conversation.say(text)
        expected.append(message("user", text))
        has(wire[number - 1], number, expected)
        returns_the_answer(answer, wire[number - 1])
        expected.append(message("assistant", answer))


@check(
    points=2,
    says="A turn that fails leaves no trace: the next request is as if it had not been",
    hint=(
        "The line goes dead in the second turn. What does your list look like after that?",
        "Add to the list when the answer is there, both messages at once, and not before.",
    ),
    mistakes=("M93",),
    cassette="remembers",
    overlay={1: {"raise": "reset"}},
    free=MESSAGES,
    waits=True,
)
def test_leaves_no_trace_of_a_failed_turn(exercise, world, wire):
    """Goes on after a turn that failed as if it had not been."""
    conversation = start(exercise, world)
    first, lost, third, _ = world.turns
    answer = conversation.say(first)
    with pytest.raises(requests.ConnectionError):
        conversation.say(lost)
    conversation.say(third)
    has_no_trace(wire[-1], 3, lost)
    has(wire[-1], 3, [message("system", world.system), *turn(first, answer), message("user", third)])


def has_no_trace(exchange, number, *lost):
    kept = texts(sent(exchange, f"Your request {number}"))
    for text in lost:
        assert text not in kept, f"Your request {number} still has what was said in a turn that failed: {text!r}"


def turn(text, answer):
    return [message("user", text), message("assistant", answer)]


@check(
    points=2,
    says="before it is sent, the oldest pair of what was said and answered goes, for good, and the next oldest, until "
    "it fits",
    hint=(
        "Count before you send: the system prompt, what is left of the turns, and what is said now.",
        "While that is more than `max_prompt_tokens`, two messages go: the question after the system prompt, and its "
        "answer.",
        "while turns and estimate_tokens([system, *turns, now]) > budget: del turns[:2]",
    ),
    mistakes=("M93",),
    free=MESSAGES,
    waits=True,
)
def test_forgets_the_oldest(exercise, world, wire):
    """Leaves out the oldest pairs when a request would be too long."""
    conversation = start(exercise, world, max_prompt_tokens=world.budget)
    system, turns = message("system", world.system), []
    for number, text in enumerate(world.turns, 1):
        now = message("user", text)
        while turns and estimate([system, *turns, now]) > world.budget:
            del turns[:2]
        answer = conversation.say(text)
        has(wire[number - 1], number, [system, *turns, now], world.budget)
        returns_the_answer(answer, wire[number - 1])
        turns += turn(text, answer)


@check(
    points=0,
    says="The system prompt and what is said now always stay, even if they alone are too long",
    hint=(
        "With `max_prompt_tokens=1` nothing fits. Does your loop end?",
        "Stop when there is no pair left, and send what there is: the server has the last word.",
    ),
    mistakes=("M93",),
    cassette="remembers",
    free=MESSAGES,
    waits=True,
)
def test_never_forgets_the_system_prompt(exercise, world, wire):
    """Sends the system prompt and what is said now, even if they alone are too long."""
    conversation = start(exercise, world, max_prompt_tokens=1)
    for number, text in enumerate(world.turns[:2], 1):
        conversation.say(text)
        has(wire[number - 1], number, [message("system", world.system), message("user", text)], 1)


@check(
    points=0,
    says="That is one whose request fails or is refused, and one whose answer has no text",
    hint=(
        "Here one turn is answered with a 503, and one with a `content` that is null.",
        "`raise_for_status()` first; then look whether the text is None, and raise NoAnswer, before you keep anything.",
    ),
    mistakes=("M17", "M88", "M93"),
    cassette="two_bad_turns.synthetic",
    free=MESSAGES,
    waits=True,
)
def test_raises_for_a_failed_turn(exercise, wire):
    """Raises HTTPError or NoAnswer for a failed turn, and leaves no trace of it."""
    conversation = exercise.Conversation("https://openai.test/v1", "sk-practice", "gpt-5.4", "You are a waiter.")
    answer = conversation.say("Good evening!")
    returns_the_answer(answer, wire[0])
    with pytest.raises(requests.HTTPError):
        conversation.say("A table for two, please.")
    try:
        with pytest.raises(exercise.NoAnswer):
            conversation.say("And the recipe of the house.")
    except (AttributeError, TypeError) as error:
        pytest.fail(f"Your say() raised {type(error).__name__}, not NoAnswer, for an answer whose `content` is null.")
    conversation.say("The menu, then.")
    has_no_trace(wire[-1], 4, "A table for two, please.", "And the recipe of the house.")
    opening = [message("system", "You are a waiter."), *turn("Good evening!", answer)]
    has(wire[-1], 4, [*opening, message("user", "The menu, then.")])


@check(
    points=0,
    says="A conversation with a language model",
    hint=(
        "Two guests talk to the model at the same time. Where does your list live: in the object, or in the class?",
        "Make it in `__init__`: `self.turns = []`. In the class body it would be one list for all.",
    ),
    mistakes=("M14",),
    cassette="remembers",
    free=MESSAGES,
    waits=True,
)
def test_keeps_conversations_apart(exercise, world, wire):
    """Keeps two conversations apart."""
    one, other = start(exercise, world), start(exercise, world)
    one.say(world.turns[0])
    other.say(world.turns[1])
    assert world.turns[0] not in texts(sent(wire[1], "Your request 2")), (
        "Your second conversation has what was said in the first one."
    )
    has(wire[1], 2, [message("system", world.system), message("user", world.turns[1])])


@check(
    points=0,
    says="Each request waits at most ``timeout`` seconds for an answer",
    hint="`requests` waits for ever unless it is told otherwise: pass `timeout=self.timeout` on, each time.",
    mistakes=("M01",),
    cassette="remembers",
    free=MESSAGES,
    waits=True,
)
def test_passes_the_timeout_on(exercise, world, wire):
    """Waits no longer than it is told to."""
    start(exercise, world, timeout=0.25).say(world.turns[0])
    assert wire[0].waits_at_most(0.25), "Your request does not pass `timeout` on to requests."


@check(
    points=0,
    says="and goes over ``session`` if there is one",
    hint="The constructor in the task keeps it already: send each request with `self.session`.",
    mistakes=("M13",),
    cassette="remembers",
    free=MESSAGES,
    waits=True,
)
def test_uses_the_session(exercise, world, wire, client):
    """Sends its requests over the session that it is given."""
    session = client.session()
    session.headers.update({"X-Waiter": "Ludo"})
    start(exercise, world, session=session).say(world.turns[0])
    assert wire[0].request.headers.get("X-Waiter") == "Ludo", (
        "Your request did not go over the `session` that was given to the constructor."
    )


@check(
    points=0,
    extra=True,
    says="A turn that fails leaves no trace: the next request is as if it had not been",
    hint=(
        "A long text leaves no room for the oldest pair, and then its request fails. Is the pair gone for good now?",
        "Work on a copy of the list, and keep the copy when the answer is there.",
    ),
    mistakes=("M93",),
    cassette="remembers",
    overlay={1: {"raise": "reset"}},
    free=MESSAGES,
    waits=True,
)
def test_forgets_nothing_for_a_failed_turn(exercise, world, wire):
    """Keeps the oldest pair when the turn that had no room for it failed."""
    conversation = start(exercise, world, max_prompt_tokens=world.budget + 4)
    first, _, short, long = world.turns
    answer = conversation.say(first)
    with pytest.raises(requests.ConnectionError):
        conversation.say(long)
    conversation.say(short)
    expected = [message("system", world.system), *turn(first, answer), message("user", short)]
    assert len(sent(wire[-1], "Your request 3")) >= len(expected), (
        "Your request 3 has lost the pair that had to make room for a turn that failed."
    )
    has(wire[-1], 3, expected)
