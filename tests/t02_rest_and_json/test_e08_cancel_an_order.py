"""Checks for e08."""

import pytest
import requests

from grader.check import check

DIFFICULTY = 1
CORE = True


def draw(kitchen):
    """An order that can be cancelled, one that nobody has heard of, and one that is on the table already."""
    return {
        "order": kitchen.random.choice([order["id"] for order in kitchen.orders if order["status"] != "served"]),
        "unknown": kitchen.missing["order"],
        "served": kitchen.random.choice([order["id"] for order in kitchen.orders if order["status"] == "served"]),
    }


def raised_nothing(status, answer):
    """Say what came instead of the exception."""
    pytest.fail(f"Your function returned {answer!r}, although the bistro answered {status} and nothing was cancelled.")


@check(
    points=1,
    says="Cancel an order with ``DELETE /orders/{order_id}``",
    hint=(
        "The bistro answers 204: that is a success, and it comes without a body.",
        "`requests.delete(url, timeout=…)` sends a DELETE. Look at the status; don't call `.json()`.",
        'response = requests.delete(f"{base_url}/orders/{order_id}", timeout=timeout)',
    ),
    mistakes=("M11", "M18", "M20"),
)
def test_cancels_the_order(exercise, world):
    """Cancels the order and returns True."""
    try:
        answer = exercise.cancel_order(world.base_url, world.order)
    except requests.JSONDecodeError:
        pytest.fail("Your code raised JSONDecodeError: it read JSON from the 204, which has no body.")
    assert answer is not False, "Your function returned False, but 204 is a success: the order was cancelled."
    assert answer is not None, "Your function returned None, and should return True."
    assert answer is True, f"Your function returned {answer!r}, not True."


@check(
    points=1,
    says="404 Not Found | it was gone already | returns False",
    hint=(
        "Here the bistro answers 404, which is no reason to raise: the order is gone, as it should be.",
        "Look at `response.status_code` before you call `raise_for_status()`.",
        "if response.status_code == 404: return False",
    ),
    mistakes=("M17", "M18"),
    waits=True,
)
def test_says_that_it_was_gone(exercise, world):
    """Returns False for an order that is gone already."""
    answer = exercise.cancel_order(world.base_url, world.unknown)
    assert answer is not True, "Your function returned True, but there was no such order: the bistro answered 404."
    assert answer is not None, "Your function returned None for a 404, and should return False."
    assert answer is False, f"Your function returned {answer!r} for a 404, not False."


@check(
    points=0,
    says="requests.HTTPError: for any other error status, such as 409 when the order was served already",
    hint=(
        "Only a 404 means that the order is gone. What does your code make of a 409 or a 500?",
        "After 404 is dealt with, `raise_for_status()` raises for all other errors, and lets 204 pass.",
    ),
    mistakes=("M17", "M19"),
    waits=True,
)
def test_raises_when_served(exercise, world):
    """Raises HTTPError for an order that is served already."""
    with pytest.raises(requests.HTTPError):
        raised_nothing(409, exercise.cancel_order(world.base_url, world.served))


@check(
    points=0,
    says="any other error status | it could not be done | raises HTTPError",
    hint="The bistro answered 503. It is not enough to look for 404 and 409: `raise_for_status()` knows every error.",
    mistakes=("M17",),
    cassette="the_kitchen_is_on_fire.synthetic",
    waits=True,
)
def test_raises_for_other_errors(exercise):
    """Raises HTTPError for any other error."""
    with pytest.raises(requests.HTTPError):
        raised_nothing(503, exercise.cancel_order("https://bistro.test", "ord-flambee"))


@check(
    points=0,
    says="Wait at most ``timeout`` seconds for an answer",
    hint="`requests` waits for ever unless it is told otherwise: pass `timeout=timeout` on.",
    mistakes=("M01",),
    cassette="cancels_the_order",
    waits=True,
)
def test_passes_the_timeout_on(exercise, world, wire):
    """Waits no longer than it is told to."""
    exercise.cancel_order(world.base_url, world.order, timeout=0.25)
    assert wire[0].waits_at_most(0.25), "Your request does not pass `timeout` on to requests."
