"""Checks for e01. It passes as it is shipped: it teaches the loop of change, run, read."""

from grader.check import check, kind

DIFFICULTY = 1
CORE = True
POINTS = 0


@check(
    points=0,
    says="Return the text that the bistro answers to ``GET /hello``",
    hint=(
        "It worked as it was shipped. What did you change since?",
        "`requests.get(…)` returns a response, and `.text` is its body. `return` hands it to whoever called.",
        'requests.get(f"{base_url}/hello", timeout=timeout).text',
    ),
)
def test_returns_the_greeting(exercise, world, wire):
    """Returns the text that the bistro answered."""
    text = exercise.say_hello(world.base_url)
    answer = wire[0].response
    assert text is not None, "Your function returned None, not the text."
    assert not isinstance(text, bytes), "Your function returned bytes: `.content` is the raw body, `.text` is text."
    assert isinstance(text, str), f"Your function returned {kind(text)}, not a text: `.text` is the text in a response."
    assert not text.startswith("<Response ["), "Your function returned the response's name, not its `.text`."
    assert text == answer.text, "That is not the text that the bistro answered."


@check(
    points=0,
    says="``timeout`` is how many seconds to wait for an answer",
    hint="`requests` waits for ever unless it is told otherwise: pass `timeout=timeout` on.",
    mistakes=("M01",),
    cassette="returns_the_greeting",
    waits=True,
)
def test_passes_the_timeout_on(exercise, world, wire):
    """Waits no longer than it is told to."""
    exercise.say_hello(world.base_url, timeout=0.25)
    assert wire[0].waits_at_most(0.25), "Your request does not pass `timeout` on to requests."
