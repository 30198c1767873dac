"""Checks for e01. It passes as it is shipped: it teaches the loop of change, run, read."""

from grader.check import check

DIFFICULTY = 1
CORE = True
POINTS = 0


@check(
    points=0,
    says="Return the text that the bistro answers to ``GET /hello``",
    hint="It works as it is. If you changed something: `requests.get(…)` returns a response, and `.text` is its body.",
    mistakes=("M19",),
)
def test_returns_the_greeting(exercise, world, wire):
    """Returns the text that the bistro answered."""
    text = exercise.say_hello(world.base_url)
    assert text == wire[0].response.text, "That is not the text that the bistro answered."
