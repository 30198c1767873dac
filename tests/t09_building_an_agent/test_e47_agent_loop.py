"""Checks for e47.

What the model says is free. What is sent back to it is not: each message, in order, each call with a result. That is
looked at here, and not matched, so that it can be said in words.
"""

import pytest

from grader.check import check, kind

DIFFICULTY = 4
CORE = True

MESSAGES = ("$.messages",)
PRICES = {"soup": "8.50 euros", "tart": "11 euros"}
LEFT = {"soup": "7", "tart": "2"}
ORDER = "The order was cancelled by a call that the model never finished."


def draw(kitchen):
    """The key, and the name of the model that runs here."""
    return {"api_key": "sk-practice-llm", "model": "qwen2.5-coder-1.5b-instruct"}


def user(text):
    return [{"role": "user", "content": text}]


def ask(exercise, world, messages, tools, **keywords):
    """A run with the model that really ran, and a list of messages that nobody else has."""
    messages = [dict(message) for message in messages]
    return exercise.run_agent(world.url("/v1", server="llm"), world.api_key, world.model, messages, tools, **keywords)


def run(exercise, props, text, *names, **keywords):
    """A run with answers that were written by hand."""
    tools = {name: getattr(props, name) for name in names}
    return exercise.run_agent("https://openai.test/v1", "sk-practice", "gpt-5.4", user(text), tools, **keywords)


def said(exchange):
    """The message in an answer of the model."""
    return exchange.response.json()["choices"][0]["message"]


def calls_of(message):
    return message.get("tool_calls") or []


def bare(message):
    """What of a message has to be there; that nothing is said can be written as null, as "", or not at all."""
    parts = {"role": message.get("role"), "content": message.get("content") or ""}
    return parts | {name: message[name] for name in ("tool_calls", "tool_call_id") if message.get(name)}


def times(number):
    return {0: "not once", 1: "once", 2: "twice"}.get(number, f"{number} times")


def sent(exchange, number):
    messages = exchange.request.json().get("messages")
    well_formed = isinstance(messages, list) and all(isinstance(one, dict) for one in messages)
    assert well_formed, f"The `messages` of your request {number} are no list of dicts."
    return messages


def has_the_transcript(wire, given, results):
    """Whether each request has the one before, the model's message, and a result for each of its calls.

    ``results`` are texts that the results must contain, in the order of the calls.
    """
    before, results = given, iter(results)
    for number, exchange in enumerate(wire, 1):
        messages = sent(exchange, number)
        if number == 1:
            assert messages == given, "Your request 1 does not have the messages that your function was given:"
            continue
        message = said(wire[number - 2])
        calls = {call["id"]: next(results, "") for call in calls_of(message)}  # another model may call more
        now = [bare(one) for one in messages]
        old = [bare(one) for one in before]
        assert now[: len(old)] == old, f"Your request {number} does not begin with the messages of the one before:"
        new = now[len(old) :]
        assert new[:1] == [bare(message)], (
            f"Your request {number} does not have the model's message as it came, with its calls, before their results."
            "\nA result without the call that it belongs to is refused by most servers."
        )
        has_the_results(new[1:], calls, number)
        before = messages


def has_the_results(messages, calls, number):
    for message in messages:
        assert message["role"] == "tool", (
            f"After the calls your request {number} has a message of the role {message['role']!r}, "
            "and a result is one of the role 'tool'."
        )
        assert message.get("tool_call_id"), f"A result in your request {number} has no `tool_call_id`."
    ids = [message["tool_call_id"] for message in messages]
    for one in calls:
        assert one in ids, (
            f"The model made {len(calls)} calls at once, and your request {number} has no result for {one}."
            if len(calls) > 1
            else f"Your request {number} has no result for the call {one}."
        )
    assert len(ids) == len(calls), (
        f"Your request {number} has {len(ids)} results for {len(calls)} calls: each call gets one, under its own id."
    )
    for message in messages:
        one, content = message["tool_call_id"], message["content"]
        assert isinstance(content, str), f"The result for {one} is {kind(content)}, and should be a text."
        assert calls[one] in content, f"The result for {one} should say {calls[one]!r}, and says: {content!r}"


def is_a_run(value, wire, stopped):
    """Whether the AgentRun says what happened."""
    assert value is not None, "Your function returned None, and should return an AgentRun."
    assert hasattr(value, "stopped"), f"Your function returned {kind(value)}, and should return an AgentRun."
    assert value.stopped == stopped, f"The run ended with {value.stopped!r}, and should have ended with {stopped!r}."
    last = said(wire[-1])
    assert value.text == last.get("content"), "The `text` is not the `content` of the model's last message:"
    assert value.steps == len(wire), f"The `steps` are {value.steps}, and the requests of the run {len(wire)}."
    used = sum((exchange.response.json().get("usage") or {}).get("total_tokens", 0) for exchange in wire)
    assert value.tokens == used, f"The `tokens` are {value.tokens}; what the answers used, put together, is {used}."
    messages = [bare(message) for message in value.messages]
    expected = [bare(message) for message in sent(wire[-1], len(wire))]
    if not calls_of(last):
        expected.append(bare(last))
    elif messages[len(expected) :] == [bare(last)]:
        pytest.fail(
            "The `messages` end with calls that were never run.\n"
            "Nobody can go on from there: a call without a result is refused. Leave that message out."
        )
    assert messages == expected, "The `messages` are not all that was said in the run:"


@check(
    points=2,
    says="Ask a model until it answers, and run the tools that it calls meanwhile",
    hint=(
        "A loop: ask; if the message has `tool_calls`, run them, put the message and the results behind what was said, "
        "and ask again.",
        "First comes the message with the calls, as it came. Then a message of the role `tool` with the call's id.",
        'run_tool(tools, call["function"]["name"], call["function"]["arguments"])',
    ),
    mistakes=("M98", "M100", "M101", "M95"),
    match=("authorization",),
    free=MESSAGES,
)
def test_uses_a_tool(exercise, world, wire, props):
    """Runs the tool that the model calls, hands in the result, and returns the answer."""
    given = user("What does the soup cost?")
    value = ask(exercise, world, given, {"get_price": props.get_price})
    has_the_transcript(wire, given, [PRICES["soup"]])
    called = sum(len(calls_of(said(exchange))) for exchange in wire)
    ran = len(props.ran)
    assert ran == called, f"The model called the tool {times(called)}, and your code ran it {times(ran)}."
    is_a_run(value, wire, "answer")


@check(
    points=1,
    says="for each call, the result or what went wrong",
    hint=(
        "`tool_calls` is a list. How many of them does your code run?",
        "One message of the role `tool` for each call, with the id of that call.",
        'for call in message["tool_calls"]: …',
    ),
    mistakes=("M100", "M101"),
    free=MESSAGES,
    waits=True,
)
def test_runs_several_calls(exercise, world, wire, props):
    """Runs all the calls of one message, and hands in all results."""
    given = user("Get the price of the soup and the price of the tart.")
    value = ask(exercise, world, given, {"get_price": props.get_price})
    has_the_transcript(wire, given, [PRICES["soup"], PRICES["tart"]])
    is_a_run(value, wire, "answer")


@check(
    points=1,
    says='"content": the content of the ToolResult',
    hint=(
        "This tool fails: there is no such dish. Who can do something about that, your code or the model?",
        "`run_tool` does not raise. Its result says what went wrong, and that goes to the model as any result does.",
    ),
    mistakes=("M105",),
    free=MESSAGES,
    waits=True,
)
def test_tells_what_went_wrong(exercise, world, wire, props):
    """Tells the model what went wrong in a tool, and goes on."""
    given = user("How many portions of the lobster are left?")
    try:
        value = ask(exercise, world, given, {"stock": props.stock})
    except LookupError:
        pytest.fail("A tool failed, and your code raised what it raised. The model should hear of it, and go on.")
    has_the_transcript(wire, given, ["NotOnTheMenu"])
    is_a_run(value, wire, "answer")


@check(
    points=1,
    says="it was the answer to step number ``max_steps``",
    hint=(
        "This model always wants to know one thing more. What ends your loop?",
        "Count the requests. After request number `max_steps` no tool is run: nobody would hear of its result.",
        'return AgentRun(…, stopped="steps")',
    ),
    mistakes=("M102", "M88", "M100"),
    cassette="never_ends.synthetic",
    free=MESSAGES,
    waits=True,
)
def test_stops_after_max_steps(exercise, wire, props):
    """Stops after so many steps, and does not run the last calls."""
    value = run(exercise, props, "Where can we sit?", "free_seats")
    assert len(wire) <= 8, f"With max_steps=8 your code sent {len(wire)} requests."
    assert len(wire) == 8, (
        f"Your run ended after {len(wire)} of 8 steps with {getattr(value, 'stopped', value)!r}.\n"
        "Each answer had a call, and each call was a new one."
    )
    has_the_transcript(wire, user("Where can we sit?"), ["2"] * 7)
    assert len(props.ran) == 7, (
        f"Your code ran {len(props.ran)} calls in a run of 8 steps: nobody will hear the result of the last one."
        if len(props.ran) > 7
        else f"Your code ran {len(props.ran)} calls in a run of 8 steps, and there are seven to run."
    )
    is_a_run(value, wire, "steps")


@check(
    points=1,
    says="with it, the same call has come three times in this run",
    hint=(
        "What this model asks for, it has asked for before, and got. Which calls does your code remember?",
        "Count each call by the name of its tool and its arguments: the `id` is another one each time.",
        "`collections.Counter` counts tuples. It lives as long as the run does, not as long as one step.",
    ),
    mistakes=("M103",),
    cassette="the_same_again.synthetic",
    free=MESSAGES,
    waits=True,
)
def test_stops_a_repeat(exercise, wire, props):
    """Stops when the same call comes for the third time, and does not run it again."""
    value = run(exercise, props, "How much is left of the soup?", "stock")
    for number in (3, 4):
        assert len(wire) > number, (
            f"Your code stopped at answer {number}, where no call has come three times yet: soup, tart, soup, tart."
        )
    assert len(wire) == 5, (
        "The call for the soup came for the third time in answer 5, and your code went on.\n"
        "Calls are the same whatever stands between them, and whatever their ids are."
    )
    soup = props.ran.count(["stock", "soup"])
    assert soup == 2, f"The call for the soup came three times, and your code ran it {times(soup)}, not twice."
    is_a_run(value, wire, "repeat")


@check(
    points=1,
    says="its ``finish_reason`` is ``length``: a call in it may be cut",
    hint=(
        "Look at `finish_reason` before you look at the calls. What does `length` say of them?",
        "The arguments of the first call can be read. That does not mean that the model had said all it wanted to.",
        'if choice["finish_reason"] == "length": the run ends, before any call is run.',
    ),
    mistakes=("M89", "M99"),
    cassette="whole_by_chance.synthetic",
    free=MESSAGES,
    waits=True,
)
def test_never_runs_half_a_call(exercise, wire, props):
    """Runs no call of a message that was cut."""
    value = run(exercise, props, "Cancel order 142, please, and order 97.", "cancel_order")
    assert not props.ran, f"{ORDER}\nThe answer's `finish_reason` is `length`, and the order was 142, not 14."
    assert len(wire) == 1, "The answer's `finish_reason` is `length`, and your code asked again."
    is_a_run(value, wire, "length")


@check(
    points=1,
    says="``max_tokens`` is given, and so many are used, or more",
    hint=(
        "Add up `usage.total_tokens` of all answers. When do you compare that with `max_tokens`?",
        "After each answer, and before its calls are run. An answer without calls ends the run in any case.",
    ),
    mistakes=("M95",),
    cassette="never_ends.synthetic",
    free=MESSAGES,
    waits=True,
)
def test_stops_when_the_tokens_are_used(exercise, wire, props):
    """Stops when so many tokens are used, and does not run the last calls."""
    value = run(exercise, props, "Where can we sit?", "free_seats", max_tokens=240)  # 60 + 80 + 100
    assert len(wire) == 3, (
        f"The first three answers used 60, 80 and 100 tokens. With max_tokens=240 your code asked {times(len(wire))}."
    )
    ran = len(props.ran)
    assert ran == 2, f"With the tokens of three answers used, your code ran {ran} calls: the third one is too many."
    is_a_run(value, wire, "tokens")


@check(
    points=0,
    says='it has no ``tool_calls``: they are missing, null or empty       "answer"',
    hint=(
        "Here the answer comes, and only then are steps and tokens used up. It is an answer all the same.",
        "Look for the answer first, and at the budgets afterwards.",
    ),
    cassette="uses_a_tool",
    free=MESSAGES,
    waits=True,
)
def test_takes_an_answer_at_the_last_moment(exercise, world, wire, props):
    """Takes an answer that comes with the last step and the last token."""
    given = user("What does the soup cost?")
    value = ask(exercise, world, given, {"get_price": props.get_price}, max_steps=2)
    is_a_run(value, wire, "answer")


@check(
    points=0,
    says='"content": the content of the ToolResult',
    hint=(
        "This server says `tool_calls`, and the arguments are half a JSON text. What does `run_tool` make of it?",
        "Nothing is to be mended: the model hears that the call failed, and can make it again.",
    ),
    mistakes=("M96", "M99"),
    cassette="cut_arguments.synthetic",
    free=MESSAGES,
    waits=True,
)
def test_mends_no_arguments(exercise, wire, props):
    """Hands cut arguments back as a failure, and lets the model call again."""
    try:
        value = run(exercise, props, "Cancel order 142, please.", "cancel_order")
    except ValueError:
        pytest.fail("The arguments of a call were cut, and your code raised what json.loads raised.")
    assert ["cancel_order", 14] not in props.ran, (
        f"{ORDER}\nIts arguments are cut: they end after 14, not with a brace."
    )
    has_the_transcript(wire, user("Cancel order 142, please."), ["did not work", "cancelled"])
    is_a_run(value, wire, "answer")


@check(
    points=0,
    says="Otherwise all its calls are run, each with ``run_tool``, whatever the ``finish_reason``",
    hint=(
        "Not every server says `tool_calls` in `finish_reason` when there are some, nor what was used.",
        'message.get("tool_calls") or [] says whether there is a call. (answer.get("usage") or {}) may be empty.',
    ),
    mistakes=("M88", "M96"),
    cassette="other_houses.synthetic",
    free=MESSAGES,
    waits=True,
)
def test_knows_other_houses(exercise, wire, props):
    """Finds the calls where the finish_reason says nothing of them, and the usage is missing."""
    try:
        value = run(exercise, props, "How much is left?", "stock", max_tokens=1000)
    except (KeyError, TypeError, AttributeError) as error:
        pytest.fail(
            f"Your code raised {type(error).__name__} for an answer in which `usage`, `content` or `tool_calls` is "
            f"null or missing.\n{error}"
        )
    assert len(wire) > 1, "The answer has a call, and `stop` as its `finish_reason`: your code took it for the end."
    has_the_transcript(wire, user("How much is left?"), [LEFT["soup"], LEFT["tart"]])
    is_a_run(value, wire, "answer")


@check(
    points=0,
    says="their ``arguments`` say the same as JSON: spaces and the order of names say nothing",
    hint=(
        "These calls are spelled differently each time. Do they ask for something else?",
        "Read the arguments, and write them again with `sort_keys=True`: what says the same is then spelled the same.",
    ),
    mistakes=("M103",),
    cassette="in_other_words.synthetic",
    free=MESSAGES,
    waits=True,
)
def test_knows_a_call_in_other_words(exercise, wire, props):
    """Knows the same call in another order and with other spaces."""
    value = run(exercise, props, "Is there a seat on Friday?", "free_seats")
    assert len(wire) == 3, (
        f"The third call asks for the same seats as the two before it, and your code asked {times(len(wire))}.\n"
        "Only spaces and the order of names are different."
    )
    is_a_run(value, wire, "repeat")


@check(
    points=0,
    says="its ``finish_reason`` is ``length``",
    hint="This answer has no call, and is cut all the same. Look at the `finish_reason` first.",
    mistakes=("M89",),
    cassette="text_is_cut.synthetic",
    free=MESSAGES,
    waits=True,
)
def test_says_that_a_text_is_cut(exercise, wire, props):
    """Does not take half a text for the answer."""
    is_a_run(run(exercise, props, "When are you open?", "stock"), wire, "length")


@check(
    points=0,
    says="a new list: those given, and all that came after them",
    hint="`messages.append` changes the list that the caller has. Begin with a list of your own: `list(messages)`.",
    mistakes=("M14",),
    cassette="uses_a_tool",
    free=MESSAGES,
    waits=True,
)
def test_keeps_your_list(exercise, world, props):
    """Leaves the caller's list of messages as it was."""
    given = user("What does the soup cost?")
    base_url = world.url("/v1", server="llm")
    exercise.run_agent(base_url, world.api_key, world.model, given, {"get_price": props.get_price})
    assert given == user("What does the soup cost?"), "Your code changed the list of messages that it was given:"


@check(
    points=0,
    says="Give ``timeout`` and ``session`` to ``ask`` with each request",
    hint="ask(base_url, api_key, body, timeout=timeout, session=session)",
    mistakes=("M01", "M13"),
    cassette="uses_a_tool",
    free=MESSAGES,
    waits=True,
)
def test_passes_timeout_and_session_on(exercise, world, wire, props, client):
    """Waits no longer than it is told to, and uses the session that it is given."""
    session = client.session()
    session.headers.update({"X-Waiter": "Ludo"})
    given = user("What does the soup cost?")
    ask(exercise, world, given, {"get_price": props.get_price}, timeout=0.25, session=session)
    for number, exchange in enumerate(wire, 1):
        assert exchange.waits_at_most(0.25), f"Your request {number} does not pass `timeout` on."
        used = exchange.request.headers.get("X-Waiter") == "Ludo"
        assert used, f"Your request {number} did not go over the session that was passed in."
