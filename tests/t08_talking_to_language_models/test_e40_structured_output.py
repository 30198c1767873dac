"""Checks for e40.

The model's server keeps the form of an answer by a grammar: what it says is JSON of the right names and types. It can't
keep every rule, though (how large a number may be, for instance), and it can't make an answer end in time.
"""

import json

import pytest

from grader.check import check, kind

DIFFICULTY = 3
CORE = True

CONTENT = ("$.messages[*].content",)
BASE_URL = "https://llm.test/v1"
BOOKING = {
    "type": "object",
    "properties": {
        "name": {"type": "string"},
        "guests": {"type": "integer"},
        "day": {"type": "string", "enum": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]},
    },
    "required": ["name", "guests", "day"],
    "additionalProperties": False,
}


def draw(kitchen):
    """A booking, a review with too many stars, and a list that is too long. The model's answers depend on each word."""
    return {
        "api_key": "sk-practice-llm",
        "model": "qwen2.5-coder-1.5b-instruct",
        "booking": "Hello, this is Ana Ribeiro. Could we have a table for four on Friday evening?",
        "booking_schema": BOOKING,
        "review": "The lemon tart was lovely. I give it 9 stars!",
        "review_schema": {
            "type": "object",
            "properties": {"dish": {"type": "string"}, "stars": {"type": "number", "maximum": 5}},
            "required": ["dish", "stars"],
            "additionalProperties": False,
        },
        "shopping": (
            "For Saturday we need flour, butter, eggs, cream, lemons, leeks, potatoes, carrots, onions, garlic, thyme, "
            "parsley, chives, basil, salt, pepper, mustard, vinegar, olive oil, walnuts, hazelnuts, almonds, honey, "
            "figs, pears, plums, apples, quinces, chestnuts, mushrooms, spinach, chard, beetroot and celery."
        ),
        "shopping_schema": {
            "type": "object",
            "properties": {"day": {"type": "string"}, "everything_to_buy": {"type": "string"}},
            "required": ["day", "everything_to_buy"],
            "additionalProperties": False,
        },
    }


def extract(exercise, world, text, schema, **keywords):
    return exercise.extract(world.url("/v1", server="llm"), world.api_key, world.model, text, schema, **keywords)


def extract_booking(exercise, **keywords):
    """From the servers of which somebody wrote down the answers."""
    return exercise.extract(BASE_URL, "sk-practice-llm", "some-model", "A table for four!", BOOKING, **keywords)


def content(exchange):
    """What the model said."""
    return exchange.response.json()["choices"][0]["message"]["content"]


def data_of(exchange):
    """The JSON that the model said."""
    return json.loads(content(exchange))


def sentence(exercise, data, schema):
    """What `validate` says of an answer."""
    try:
        exercise.validate(data, schema)
    except ValueError as error:
        return str(error)
    return pytest.fail(f"The `validate` in your file has nothing to say about {data}. Take the one from the task.")


def bad_output(exercise, why, call):
    """The BadOutput that a call raises, or None when it returns something."""
    try:
        call()
    except exercise.BadOutput as error:
        return error
    except (ValueError, TypeError, AttributeError) as error:
        pytest.fail(f"{why}, and your code raised {type(error).__name__}: it should raise BadOutput.")


def ask_again(exchange, client, world, *more):
    """What the model says when it is asked in a wrong way: code that does gets a real answer, and is told in words."""
    body = exchange.request.json()
    body["messages"] += more
    client.post(exchange.request.url, json=body, headers={"Authorization": f"Bearer {world.api_key}"})


def carries_on(exchange, answer, error):
    """Whether the last two messages of a request are the bad answer and a text with the error in it."""
    *_, said, wanted = exchange.request.json()["messages"]
    assert said["content"] == answer, "In your repair turn the assistant's message is not the bad answer, as it was:"
    told = wanted["content"]
    assert " ".join(error.split()) in " ".join(str(told).split()), (
        "Your repair turn does not say what is wrong: the text of the error is not in it.\n"
        f"the error is {error!r}\nyour code sent {told!r}"
    )


@check(
    points=2,
    says="Ask a model for what ``text`` says, and return it as a dict that fits ``schema``",
    hint=(
        "Compare your request's body with the text of the task, name by name.",
        "`message.content` is a text. `json.loads` makes a dict of it.",
        'json.loads(ask(base_url, api_key, body, timeout=timeout, session=session)["message"]["content"])',
    ),
    mistakes=("M92",),
    match=("authorization",),
    free=CONTENT,
)
def test_extracts_a_booking(exercise, world, wire):
    """Extracts what a guest wants, in the form of the schema."""
    booking = extract(exercise, world, world.booking, world.booking_schema)
    asked = wire[0].request.json()["messages"][-1]["content"]
    assert world.booking in asked, "The user's message in your request is not `text`."
    assert booking != content(wire[0]), (
        "Your function returned the answer as a text (str): it is JSON, not decoded yet."
    )
    assert isinstance(booking, dict), f"Your function returned {kind(booking)}, not a dict."
    assert booking == data_of(wire[0]), "Your function did not return what the model said:"


@check(
    points=2,
    says="with two more ``messages`` than the last one: the bad answer as it was, from the ``assistant``, and then, "
    "from the ``user``, a text of yours that contains the text of the error",
    hint=(
        "The model's server kept all names and types, and yet `validate` finds something. What does your code do then?",
        "Add two messages, the assistant's and the user's, to those that you sent, and ask again.",
        'messages += [{"role": "assistant", "content": answer}, {"role": "user", "content": f"Not usable: {error}"}]',
    ),
    mistakes=("M92",),
    free=CONTENT,
    waits=True,
)
def test_repairs_too_many_stars(exercise, world, wire, client):
    """Tells the model what is wrong with its answer, and asks once more."""
    try:
        review = extract(exercise, world, world.review, world.review_schema)
    finally:
        anew = len(wire) > 1 and wire[1].request.json() == wire[0].request.json()
        assert not anew, "Your code asked the same question again, and got the same answer: that is no repair turn."
    bad = data_of(wire[0])
    assert review != bad, f"Your function returned {bad}, and `validate` has something to say about that."
    error = sentence(exercise, bad, world.review_schema)
    carries_on(wire[1], content(wire[0]), error)
    assert review == data_of(wire[1]), "Your function did not return the repaired answer:"
    ask_again(wire[0], client, world)


@check(
    points=1,
    says="also when the answer is bad after ``max_repairs`` repair turns. Its ``answer`` is the last one",
    hint=(
        "With `max_repairs=1` there are two requests at most. Count yours.",
        "`max_repairs` doesn't count the first request, which repairs nothing.",
        "raise BadOutput(str(error), answer) from error",
    ),
    mistakes=("M37", "M92"),
    free=CONTENT,
    cassette="slow_to_learn.synthetic",
    waits=True,
)
def test_gives_up(exercise, wire):
    """Raises BadOutput when the answer is still bad after the last repair turn."""
    error = bad_output(exercise, "The answers were bad", lambda: extract_booking(exercise))
    assert len(wire) > 1, "Your code raised BadOutput for the first bad answer: `max_repairs` is 1."
    assert len(wire) == 2, (
        f"With max_repairs=1 your code sent {len(wire)} requests: one, and {len(wire) - 1} repair turns."
    )
    assert error, "Your function returned an answer that `validate` has something to say about."
    assert error.answer == content(wire[1]), f"The `answer` of your BadOutput is {error.answer!r}, not the last answer:"


@check(
    points=1,
    says="BadOutput at once: its end is missing, and a repair would leave it out",
    hint=(
        "Look at `finish_reason` before you look at the text. What does it say here?",
        'if choice["finish_reason"] == "length": raise BadOutput("the answer was cut off", answer)',
    ),
    mistakes=("M89",),
    free=CONTENT,
    waits=True,
)
def test_does_not_repair_what_was_cut_off(exercise, world, wire, client):
    """Raises BadOutput at once for an answer that was cut off."""
    why = "The answer was cut off (`finish_reason` is `length`)"
    error = bad_output(exercise, why, lambda: extract(exercise, world, world.shopping, world.shopping_schema))
    assert len(wire) == 1, f"{why}, and your code asked for a repair: what was missing stayed missing."
    assert error, f"{why}, and your function returned something."
    assert error.answer == content(wire[0]), f"The `answer` of your BadOutput is {error.answer!r}, not the answer:"
    complaint = "That can't be used: it is not JSON. Answer with one JSON object, and nothing else."
    answer = {"role": "assistant", "content": content(wire[0])}
    ask_again(wire[0], client, world, answer, {"role": "user", "content": complaint})


@check(
    points=0,
    says="The next repair turn goes on from there",
    hint=(
        "This server knows no grammar: first a number is a text, then there is a name too many.",
        "Each repair turn is looked at like the first answer, and the conversation grows by two messages each time.",
    ),
    mistakes=("M92",),
    free=CONTENT,
    cassette="slow_to_learn.synthetic",
    waits=True,
)
def test_repairs_twice(exercise, wire):
    """Goes on with the conversation for a second repair turn."""
    booking = extract_booking(exercise, max_repairs=2)
    assert len(wire) == 3, "Your function returned an answer that `validate` has something to say about."
    for number in (0, 1):
        carries_on(wire[number + 1], content(wire[number]), sentence(exercise, data_of(wire[number]), BOOKING))
    assert booking == data_of(wire[2]), "Your function did not return the repaired answer:"


@check(
    points=0,
    says="also when it is JSON in a code fence or between words",
    hint=(
        "This server ignores `response_format`, and its model is fond of Markdown. What does `json.loads` say to that?",
        "`json.loads` raises a ValueError, just as `validate` does: one `except` is enough for both.",
    ),
    mistakes=("M92",),
    free=CONTENT,
    cassette="fond_of_markdown.synthetic",
    waits=True,
)
def test_repairs_what_is_not_json(exercise, recording):
    """Repairs JSON in a code fence, and JSON between words, or takes it out."""
    good = data_of(recording[1])
    for where in ("in a code fence", "between words"):
        try:
            booking = extract_booking(exercise)
        except ValueError as error:
            pytest.fail(f"Your code raised {type(error).__name__} for JSON {where}, and should ask for a repair.")
        except exercise.BadOutput:
            pytest.fail(f"Your code raised BadOutput for JSON {where}, and should ask for a repair first.")
        assert booking == good, f"Your function did not return the JSON that was {where} at first:"


@check(
    points=0,
    says="BadOutput at once: the model refuses",
    hint="`json.loads(None)` raises a TypeError. Look for None before.",
    mistakes=("M88",),
    free=CONTENT,
    cassette="refuses.synthetic",
    waits=True,
)
def test_raises_for_a_refusal(exercise, wire):
    """Raises BadOutput at once when there is no content."""
    why = "The model refused (`content` is null)"
    error = bad_output(exercise, why, lambda: extract_booking(exercise))
    assert len(wire) == 1, f"{why}, and your code asked for a repair."
    assert error, f"{why}, and your function returned something."
    assert error.answer is None, f"The `answer` of your BadOutput is {error.answer!r}. There was none, so it is None."


@check(
    points=0,
    says="after ``max_repairs`` repair turns",
    hint="With `max_repairs=0` a bad answer raises BadOutput, and a good one is returned.",
    mistakes=("M92",),
    free=CONTENT,
    cassette="repairs_too_many_stars",
    waits=True,
)
def test_asks_once_when_it_may_not_repair(exercise, world, wire):
    """Asks for no repair with `max_repairs=0`."""
    with pytest.raises(exercise.BadOutput):
        extract(exercise, world, world.review, world.review_schema, max_repairs=0)
    assert len(wire) == 1, f"With max_repairs=0 your code sent {len(wire)} requests, and should send one."


@check(
    points=0,
    says="Give ``timeout`` and ``session`` to ``ask`` with each request",
    hint="ask(base_url, api_key, body, timeout=timeout, session=session)",
    mistakes=("M01", "M13"),
    free=CONTENT,
    cassette="repairs_too_many_stars",
    waits=True,
)
def test_passes_timeout_and_session_on(exercise, world, wire, client):
    """Passes `timeout` and `session` on with each request."""
    session = client.session()
    session.headers.update({"X-Waiter": "Ludo"})
    extract(exercise, world, world.review, world.review_schema, timeout=0.25, session=session)
    for which, exchange in (("first request", wire[0]), ("repair turn", wire[1])):
        assert exchange.waits_at_most(0.25), f"Your {which} does not pass `timeout` on."
        used = exchange.request.headers.get("X-Waiter") == "Ludo"
        assert used, f"Your {which} is not sent with the `session` that is given."
