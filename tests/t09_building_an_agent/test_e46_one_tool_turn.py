"""Checks for e46.

What the model says is free. What it is told is not: its own message, and a result for each of its calls.
"""

import json

import pytest
import requests

from grader.check import check, kind

DIFFICULTY = 3
CORE = True

DISHES = ["lemon tart", "onion soup", "goat cheese salad"]
SKIES = ["sunny", "rain", "snow", "fog"]
MATCH = ("authorization",)
FREE = ("$.messages", "$.tools[*].function.description", "$.tools[*].function.parameters")


def draw(kitchen):
    """A dish with its price, the weather where the bistro has a terrace, and how to reach the model."""
    return {
        "api_key": "sk-practice-llm",
        "model": "qwen2.5-coder-1.5b-instruct",
        "dish": kitchen.random.choice(DISHES),
        "price": f"{kitchen.random.randint(600, 1400) / 100:.2f}",
        "weather": dict(zip(("madrid", "oslo"), kitchen.random.sample(SKIES, 2), strict=True)),
    }


def answered(exercise, world, props, question, names=("get_price",), **keywords):
    """What the model answers in the end, with these tools to help it."""
    props.prepare({world.dish: world.price}, world.weather)
    tools = {name: getattr(props, name) for name in names}
    url = world.url("/v1", server="llm")
    try:
        return exercise.answer_with_tools(url, world.api_key, world.model, question, tools, **keywords)
    except TypeError as error:
        as_a_dict = "must be a mapping, not str" in str(error)
        assert not as_a_dict, "Your function takes `arguments` for a dict, and it is a text of JSON: run_tool reads it."
        raise


def is_the_answer(answer, wire):
    """Whether the text of the last message came back."""
    text = wire[-1].response.json()["choices"][0]["message"]["content"]
    assert isinstance(answer, str), f"Your function returned {kind(answer)}, and should return the text of the answer."
    assert answer == text, "Your function did not return the text of the last message:"


def conversation(wire, question):
    """The calls of the model, and the messages that answer them, if the conversation is what it should be."""
    first = wire[0].request.json()["messages"]
    assert first == [{"role": "user", "content": question}], (
        "The messages of your first request are not just the question, from the user:"
    )
    assert len(wire) > 1, "Your code did not ask again with the results: the model still waits for them."
    message = wire[0].response.json()["choices"][0]["message"]
    calls = message["tool_calls"]
    told = wire[1].request.json()["messages"]
    assert isinstance(told, list), f"In your second request `messages` is {kind(told)}, and should be a list."
    assert told[:1] == first, "The first message of your second request is not the question any more:"
    times = sum(one.get("role") == "assistant" for one in told)
    assert times, (
        "Your second request has no message of the model in it: it remembers nothing, and does not know what it called."
    )
    assert times == 1, (
        f"Your second request has the model's message {times} times: it goes back once, before the results."
    )
    back = told[1]
    lost = back.get("role") == "assistant" and "tool_calls" not in back
    assert not lost, "Your second request has the model's message without its `tool_calls`: it goes back as it came."
    assert back == message, "The model's message should go back as it came, and yours differs:"
    results = told[2:]
    made = "1 call" if len(calls) == 1 else f"{len(calls)} calls"
    answers = "1 message answers" if len(results) == 1 else f"{len(results) or 'no'} messages answer"
    assert len(results) == len(calls), (
        f"The model made {made}, and in your second request {answers} that: each call wants a message of its own."
    )
    for call, result in zip(calls, results, strict=True):
        role, number = result.get("role"), result.get("tool_call_id")
        assert role == "tool", (
            f"The result of a call has the role {role!r} in your second request, and should have 'tool'."
        )
        assert "tool_call_id" in result, "The result of a call has no `tool_call_id` in your second request."
        assert number == call["id"], (
            f"The `tool_call_id` of a result is {number!r}, and its call has the id {call['id']!r}."
        )
        content = result.get("content")
        assert isinstance(content, str), f"The content of a result is {kind(content)}, and should be a text."
    return calls, results


def results_went_back(wire, props, question):
    """Whether each call was answered by what its tool returned."""
    calls, results = conversation(wire, question)
    told_a_type_error = not props.called and "TypeError" in results[0]["content"]
    assert not told_a_type_error, (
        "Your function gives run_tool a dict: `arguments` is a text of JSON, and run_tool wants it as it came.\n"
        f"content   {results[0]['content']}"
    )
    assert len(props.called) == len(calls), (
        f"Calls of the model: {len(calls)}, and tools that your function called for them: {len(props.called)}."
    )
    returned = {json.dumps([name, argument]): value for name, argument, value in props.called}
    for call, result in zip(calls, results, strict=True):
        name, arguments = call["function"]["name"], json.loads(call["function"]["arguments"])
        expected = returned.get(json.dumps([name, *arguments.values()]))
        if expected is None:
            expected = f"Error: {name} did not work (KeyError)."
        assert result["content"] == expected, f"The content for the call {call['id']!r} is not what run_tool returns:"


@check(
    points=2,
    says="Ask a model a question, run the tools that it calls, and return the text of its answer",
    hint=(
        "Two requests. Print the message that the first one brings: what does the model want to know?",
        "`messages.append(message)` first, as it came, and then a message with the role `tool` and the call's `id`.",
        'run_tool(tools, call["function"]["name"], call["function"]["arguments"]) returns what goes into `content`.',
    ),
    mistakes=("M98", "M100"),
    match=MATCH,
    free=FREE,
)
def test_answers_with_a_tool(exercise, world, wire, props):
    """Runs the tool that the model calls, and returns its answer."""
    question = f"What does the {world.dish} cost?"
    answer = answered(exercise, world, props, question)
    results_went_back(wire, props, question)
    is_the_answer(answer, wire)


@check(
    points=1,
    says="for each call, in their order",
    hint=(
        "The model calls two tools in one message. How many messages go back to it?",
        'A loop over `message["tool_calls"]`; but the message itself is appended once, before them.',
    ),
    mistakes=("M100",),
    match=MATCH,
    free=FREE,
)
def test_answers_two_calls(exercise, world, wire, props):
    """Answers both of two calls in one message, each by its id."""
    question = "What is the weather in Madrid and in Oslo?"
    answer = answered(exercise, world, props, question, ["get_weather"])
    results_went_back(wire, props, question)
    is_the_answer(answer, wire)


@check(
    points=1,
    says="``tool_calls`` may be missing, null or empty: then its ``content`` is the answer",
    hint=(
        "Not every question needs a tool. This message has no `tool_calls`.",
        '`message.get("tool_calls")` is None where there are none.',
    ),
    mistakes=("M88",),
    match=MATCH,
    free=FREE,
)
def test_needs_no_tool(exercise, world, wire, props):
    """Returns the answer at once when the model calls no tool."""
    try:
        answer = answered(exercise, world, props, "Good evening! Please answer with one short sentence.")
    except KeyError as error:
        missing = error.args == ("tool_calls",)
        assert not missing, "The model called no tool, and your code looked for `tool_calls`, which may be missing."
        raise
    assert props.called == [], "Your code called a tool, and the model had not."
    is_the_answer(answer, wire)


@check(
    points=1,
    says="with the ``id`` of the call, and with what ``run_tool`` returned",
    hint=(
        "The tool does not know this dish. What happens in your code, and what does the model hear of it?",
        "`run_tool` raises nothing: what went wrong is a text, and it goes to the model as any other result.",
    ),
    mistakes=("M105",),
    match=MATCH,
    free=FREE,
    waits=True,
)
def test_tells_what_went_wrong(exercise, world, wire, props):
    """Tells the model that a tool failed, and returns what it makes of that."""
    question = "What does the fish soup cost?"
    try:
        answer = answered(exercise, world, props, question)
    except KeyError:
        assert len(props.called) != 1, "A tool raised KeyError, and your code did, too: the model should read of it."
        raise
    results_went_back(wire, props, question)
    is_the_answer(answer, wire)


@check(
    points=1,
    says="NoAnswer: when the second message has calls again, or an answer has no text",
    hint=(
        "The second message says «Let me look …», and has `tool_calls` again. Is that an answer?",
        "One turn is one turn. To go on for as long as the model wants is for e47.",
        'if message.get("tool_calls"): raise NoAnswer(…)',
    ),
    mistakes=("M88", "M102"),
    match=MATCH,
    free=FREE,
    cassette="calls_again.synthetic",
    waits=True,
)
def test_raises_when_there_is_no_answer(exercise, wire, props):
    """Raises NoAnswer when the model calls a tool again, or says nothing."""
    props.prepare({"lemon tart": "7.50"}, {})
    for model, what in (("gpt-5.4", "calls a tool again"), ("gpt-5.4-mini", "says nothing")):
        try:
            answer = exercise.answer_with_tools(
                "https://api.openai.test/v1",
                "sk-practice",
                model,
                "What does the lemon tart cost?",
                {"get_price": props.get_price},
            )
        except exercise.NoAnswer:
            continue
        pytest.fail(f"The second message {what}, and your function returned {answer!r} as the answer.")


@check(
    points=0,
    says='as it came, whatever is in it; its ``content`` may be "" or null',
    hint=(
        "OpenAI's messages have fields that you have never heard of. They go back, too: append the message itself.",
        "Two of these calls can't be run, and still each has an `id` that wants an answer.",
    ),
    mistakes=("M99", "M100"),
    match=MATCH,
    free=FREE,
    cassette="calls_that_fail.synthetic",
    waits=True,
)
def test_answers_calls_that_fail(exercise, wire, props):
    """Answers each of three calls, of which two can't be run, and sends the message back as it came."""
    props.prepare({"lemon tart": "7.50"}, {})
    answer = exercise.answer_with_tools(
        "https://api.openai.test/v1",
        "sk-practice",
        "gpt-5.4",
        "What does the lemon tart cost?",
        {"get_price": props.get_price},
    )
    _, results = conversation(wire, "What does the lemon tart cost?")
    for result in results[:2]:
        assert result["content"], "A call that can't be run gets no content: the model should read what was wrong."
    assert results[2]["content"] == "7.50", "The third call is right, and its content is not what the tool returned:"
    is_the_answer(answer, wire)


@check(
    points=0,
    says="requests.HTTPError: for an error status",
    hint=(
        "`ask` raises HTTPError already. Let it through.",
        "Put no key into a text of your own: it ends up in a log.",
    ),
    mistakes=("M57",),
    free=FREE,
    waits=True,
)
def test_raises_for_a_wrong_key(exercise, world, props, secrets):
    """Raises HTTPError for a key that is not good, and does not show the key."""
    key = secrets.put("LLM_API_KEY")
    url = world.url("/v1", server="llm")
    with pytest.raises(requests.HTTPError) as caught:
        exercise.answer_with_tools(url, key, world.model, "Good evening!", {"get_price": props.get_price})
    leaks = list(secrets.leaks(caught.value))
    assert not leaks, f"The key shows in {leaks[0]}."


@check(
    points=0,
    says="Give ``timeout`` and ``session`` to ``ask`` with each request",
    hint="`ask(…, timeout=timeout, session=session)`, twice.",
    mistakes=("M01",),
    match=MATCH,
    free=FREE,
    cassette="answers_with_a_tool",
    waits=True,
)
def test_passes_the_timeout_on(exercise, world, wire, props):
    """Waits no longer than it is told to, for either answer."""
    answered(exercise, world, props, f"What does the {world.dish} cost?", timeout=0.25)
    for which, exchange in zip(("first", "second"), wire, strict=False):
        assert exchange.waits_at_most(0.25), f"Your {which} request does not pass `timeout` on to requests."


@check(
    points=0,
    says="Give ``timeout`` and ``session`` to ``ask`` with each request",
    hint="`ask(…, timeout=timeout, session=session)`, twice.",
    mistakes=("M13",),
    match=MATCH,
    free=FREE,
    cassette="answers_with_a_tool",
    waits=True,
)
def test_uses_the_session(exercise, world, wire, props, client):
    """Sends both requests with the session that it is given."""
    session = client.session()
    session.headers.update({"X-Waiter": "Ludo"})
    answered(exercise, world, props, f"What does the {world.dish} cost?", session=session)
    used = all(exchange.request.headers.get("X-Waiter") == "Ludo" for exchange in wire)
    assert used, "Your code does not send its requests with the `session` that it is given."
