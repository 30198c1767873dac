"""Checks for e02."""

import pytest
import requests

from grader.check import check, kind

DIFFICULTY = 1
CORE = True
UNTOUCHED = "wrong request"


def draw(kitchen):
    """A dish that is on the menu, and one that is not."""
    return {"dish": kitchen.random.choice(kitchen.dishes)["slug"], "missing": kitchen.missing["dish"]}


@check(
    points=1,
    says="Return what the bistro says about one dish: the JSON of ``GET /menu/{dish}``, as a dict",
    hint=(
        "The address that your code asks for is the one that the task names, letter by letter.",
        "`response.json()` makes a dict of the body.",
        'f"{base_url}/menu/{dish}"',
    ),
    mistakes=("M11",),
)
def test_returns_the_dish(exercise, world, wire):
    """Returns the dish that the server sent."""
    dish = exercise.order_a_dish(world.base_url, world.dish)
    answer = wire[-1].response
    assert dish is not None, "Your function returned None, not the dish."
    assert not isinstance(dish, str), "Your function returned a text, not a dict: `.json()` makes a dict of the body."
    assert isinstance(dish, dict), (
        f"Your function returned {kind(dish)}, not a dict: `.json()` makes a dict of the body."
    )
    assert dish == answer.json(), "Your function returned another dict than the server sent:"


@check(
    points=1,
    says="requests.HTTPError: when there is no such dish (404), or for any other error status",
    hint=(
        "What does your function return when the status is 404? Nobody asked for that.",
        "A response has a method that raises for 4xx and 5xx, and does nothing otherwise.",
        "response.raise_for_status()",
    ),
    mistakes=("M17", "M19"),
    waits=True,
)
def test_raises_for_an_unknown_dish(exercise, world):
    """Raises HTTPError for a dish that is not on the menu."""
    with pytest.raises(requests.HTTPError):
        exercise.order_a_dish(world.base_url, world.missing)


@check(
    points=0,
    says="or for any other error status",
    hint=(
        "Here the kitchen is closed: the status is 503, and the body is a web page. What does your code do then?",
        "404 is one error status of many. `raise_for_status()` knows them all; call it before you read the body.",
    ),
    mistakes=("M17",),
    cassette="the_kitchen_is_closed.synthetic",
    waits=True,
)
def test_raises_for_any_other_error(exercise):
    """Raises HTTPError when the kitchen is closed."""
    with pytest.raises(requests.HTTPError):
        exercise.order_a_dish("https://bistro.test", "lemon-tart")


@check(
    points=0,
    says="Wait at most ``timeout`` seconds for an answer",
    hint="`requests` waits for ever unless it is told otherwise: pass `timeout=timeout` on.",
    mistakes=("M01",),
    cassette="returns_the_dish",
    waits=True,
)
def test_passes_the_timeout_on(exercise, world, wire):
    """Waits no longer than it is told to."""
    exercise.order_a_dish(world.base_url, world.dish, timeout=0.25)
    assert wire[0].waits_at_most(0.25), "Your request does not pass `timeout` on to requests."
