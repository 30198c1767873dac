"""Checks for e35.

What the model says is free; what is sent, and what becomes of the answer, is not.
"""

import pytest
import requests

from grader.check import check, kind

DIFFICULTY = 2
CORE = True

QUESTIONS = [
    "Which soup is made of onions, bread and cheese? Answer in one short sentence.",
    "What goes well with goat cheese? Answer in one short sentence.",
    "What is the capital of France? Answer with one word.",
]
SMALL_TALK = [{"role": "user", "content": "Good evening!"}]


def draw(kitchen):
    """A question, the key and the name of the model that runs here."""
    return {
        "api_key": "sk-practice-llm",
        "model": "qwen2.5-coder-1.5b-instruct",
        "messages": [
            {"role": "system", "content": "You are the waiter of a small bistro."},
            {"role": "user", "content": kitchen.random.choice(QUESTIONS)},
        ],
        "limit": kitchen.random.randint(4, 6),
    }


def ask(exercise, world, **keywords):
    return exercise.chat(world.url("/v1", server="llm"), world.api_key, world.model, world.messages, **keywords)


def chat(exercise):
    """A reply as OpenAI's API gives them; its answers were written by hand."""
    return exercise.chat("https://openai.test/v1", "sk-practice", "gpt-5.4", SMALL_TALK)


def is_a_reply(reply, exchange):
    """Whether the reply says what the answer said, field by field."""
    answer = exchange.response.json()
    choice, usage = answer["choices"][0], answer["usage"]
    assert reply is not None, "Your function returned None, and should return a Reply."
    assert hasattr(reply, "finish_reason"), f"Your function returned {kind(reply)}, and should return a Reply."
    expected = {
        "text": choice["message"]["content"],
        "finish_reason": choice["finish_reason"],
        "prompt_tokens": usage["prompt_tokens"],
        "completion_tokens": usage["completion_tokens"],
        "request_id": exchange.response.headers.get("x-request-id"),
        "tool_calls": choice["message"].get("tool_calls") or [],
    }
    for name, value in expected.items():
        got = getattr(reply, name)
        assert got == value, f"The field `{name}` of your Reply is not what the answer says:"


@check(
    points=1,
    says="Ask a language model with ``POST {base_url}/chat/completions``, and return what it answers",
    hint=(
        "It is a POST as in t02, with a body of JSON and one header. Look at what your code sends.",
        'The header is {"Authorization": f"Bearer {api_key}"}; the body has `model` and `messages`, and no more.',
        'answer["choices"][0]["message"]["content"] is the text.',
    ),
    mistakes=("M07", "M08", "M12", "M56", "M63", "M88", "M90"),
    match=("authorization",),
)
def test_asks_the_model(exercise, world, wire):
    """Asks the model, and returns a Reply of its answer."""
    is_a_reply(ask(exercise, world), wire[0])


@check(
    points=1,
    says="``max_completion_tokens``, the most tokens that the answer may have",
    hint=(
        "With `max_completion_tokens=5` the body has one field more. Under which name do you send it?",
        "`max_tokens` is in every old example; newer models refuse it.",
    ),
    mistakes=("M90",),
)
def test_asks_for_a_short_answer(exercise, world, wire):
    """Sends `max_completion_tokens` when there is one."""
    is_a_reply(ask(exercise, world, max_completion_tokens=world.limit), wire[0])


@check(
    points=1,
    says="``choices[0].message.content``; None where that is null",
    hint=(
        "This model refuses: `content` is null, and what it says is elsewhere. What does your code do with the None?",
        'Pass the content on as it is: no `.strip()`, no `str()`, no `or ""`.',
    ),
    mistakes=("M88",),
    cassette="refuses_to_answer.synthetic",
    waits=True,
)
def test_takes_an_answer_without_text(exercise, wire):
    """Returns a Reply whose text is None when the model says nothing."""
    try:
        reply = chat(exercise)
    except (AttributeError, TypeError) as error:
        pytest.fail(f"Your code raised {type(error).__name__} for an answer whose `content` is null.\n{error}")
    is_a_reply(reply, wire[0])


@check(
    points=1,
    says="Its text contains ``error.message`` of the body, which says what was wrong",
    hint=(
        "Read the body of this 401. `raise_for_status()` throws it away.",
        "Make the exception yourself: `raise requests.HTTPError(text, response=response)`.",
        'response.json()["error"]["message"] is what to put into the text.',
    ),
    mistakes=("M17", "M33"),
    match=("authorization",),
    waits=True,
)
def test_says_what_was_wrong(exercise, world, wire):
    """Raises HTTPError with what the server says of the error."""
    with pytest.raises(requests.HTTPError) as caught:
        exercise.chat(world.url("/v1", server="llm"), "sk-nobody", world.model, world.messages)
    message = wire[0].response.json()["error"]["message"]
    assert message in str(caught.value), (
        f"The text of your HTTPError does not say what the server said, {message!r}, but: {caught.value}"
    )


@check(
    points=0,
    says="A body without it, or one that is not JSON, is no other error",
    hint=(
        "Between you and the model there may be a proxy, and its error is a page for people.",
        "Catch what `.json()` and the look for `error.message` raise, and raise HTTPError all the same.",
        "except (ValueError, KeyError, TypeError):",
    ),
    mistakes=("M21", "M34"),
    cassette="no_message.synthetic",
    waits=True,
)
def test_raises_without_a_message(exercise, recording):
    """Raises HTTPError for an error whose body has no message."""
    for exchange in recording:
        what = f"a {exchange.response.status} with the body {exchange.response.text[:40]!r}"
        try:
            reply = chat(exercise)
        except requests.HTTPError:
            continue
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            pytest.fail(f"Your code raised {type(error).__name__}, and not HTTPError, for {what}.")
        pytest.fail(f"Your code returned {kind(reply)} for {what}.")


@check(
    points=0,
    says="``choices[0].message.tool_calls``, or [] when there are none",
    hint=(
        "A model can ask for tools instead of answering; that is t09. Then the message has `tool_calls`.",
        'message.get("tool_calls") or []',
    ),
    cassette="calls_a_tool.synthetic",
    waits=True,
)
def test_keeps_tool_calls(exercise, wire):
    """Keeps the tool calls of an answer that has some."""
    is_a_reply(chat(exercise), wire[0])


@check(
    points=0,
    says="and shows nowhere else",
    hint="Look for the key in what you print, and in the text of your exception.",
    mistakes=("M57",),
    cassette="says_what_was_wrong",
    waits=True,
)
def test_keeps_the_key_to_itself(exercise, world, secrets):
    """Shows the key in no URL, output or text of an error."""
    key = secrets.put("LLM_API_KEY")
    error = None
    try:
        exercise.chat(world.url("/v1", server="llm"), key, world.model, world.messages)
    except requests.HTTPError as caught:
        error = caught
    leaks = list(secrets.leaks(error))
    assert not leaks, f"The key shows in {leaks[0]}."


@check(
    points=0,
    says="Wait at most ``timeout`` seconds for an answer",
    hint="`requests` waits for ever unless it is told otherwise: pass `timeout=timeout` on.",
    mistakes=("M01",),
    cassette="asks_the_model",
    waits=True,
)
def test_passes_the_timeout_on(exercise, world, wire):
    """Waits no longer than it is told to."""
    ask(exercise, world, timeout=0.25)
    assert wire[0].waits_at_most(0.25), "Your request does not pass `timeout` on to requests."


@check(
    points=0,
    says="The request goes over ``session`` when one is passed in",
    hint="`session.post` takes what `requests.post` takes.",
    mistakes=("M13",),
    cassette="asks_the_model",
    waits=True,
)
def test_uses_your_session(exercise, world, wire, client):
    """Sends its request over the session that it is given."""
    session = client.session()
    session.headers.update({"X-Waiter": "Ludo"})
    ask(exercise, world, session=session)
    assert wire[0].request.headers.get("X-Waiter") == "Ludo", (
        "Your request did not go over the session that was passed in."
    )
