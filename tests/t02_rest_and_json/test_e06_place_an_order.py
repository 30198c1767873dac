"""Checks for e06."""

from urllib.parse import urljoin

import pytest
import requests

from grader.check import check

DIFFICULTY = 2
CORE = True


def draw(kitchen):
    """A table, some dishes for it, and an order with a dish that is not on the menu."""
    slugs = [dish["slug"] for dish in kitchen.random.sample(kitchen.dishes, 2)]
    return {
        "table": kitchen.random.randint(1, 20),
        "items": [{"dish": slug, "quantity": kitchen.random.randint(1, 4)} for slug in slugs],
        "impossible": [{"dish": kitchen.missing["dish"], "quantity": 1}],
    }


@check(
    points=2,
    says="Place an order with ``POST /orders`` and return the absolute URL of the new order",
    hint=(
        "Look at what your code sends: the method, the address, and whether the body is JSON.",
        "`requests.post(url, json=…)` makes the body and the Content-Type header.",
        'requests.post(f"{base_url}/orders", json={"table": table, "items": items}, timeout=timeout)',
    ),
    mistakes=("M07", "M08", "M12", "M18"),
)
def test_places_the_order(exercise, world, wire):
    """Places the order and returns where it is."""
    place = exercise.place_order(world.base_url, world.table, world.items)
    location = wire[0].response.headers["Location"]
    assert place != location, "Your function returned the Location header as it is, which need not be a whole URL."
    assert place == urljoin(wire[0].request.url, location), "Your function did not return the URL of the new order:"


@check(
    points=1,
    says="That may be a whole URL, or only a path",
    hint=(
        "Here the Location header is a whole URL already. What does your code make of it?",
        "`urllib.parse.urljoin` takes a base and a URL or path.",
        'urljoin(response.url, response.headers["Location"])',
    ),
    mistakes=("M12",),
    cassette="location_is_a_whole_url.synthetic",
    waits=True,
)
def test_takes_a_whole_url(exercise, world, wire):
    """Takes a Location that is a whole URL as it is."""
    place = exercise.place_order("https://bistro.test", 7, [{"dish": "lemon-tart", "quantity": 1}])
    assert place == wire[0].response.headers["Location"], (
        "Your function put something before a Location that was a whole URL already:"
    )


@check(
    points=1,
    says="requests.HTTPError: when the bistro refuses the order (422 for an unknown dish), or for any other error",
    hint=(
        "The bistro answered 422. What does your code do with an error status?",
        "`raise_for_status()` raises for 4xx and 5xx, and lets 201 pass.",
    ),
    mistakes=("M17", "M18"),
    waits=True,
)
def test_raises_when_refused(exercise, world):
    """Raises HTTPError when the bistro refuses the order."""
    with pytest.raises(requests.HTTPError):
        exercise.place_order(world.base_url, world.table, world.impossible)


@check(
    points=0,
    says="Wait at most ``timeout`` seconds for an answer",
    hint="`requests` waits for ever unless it is told otherwise: pass `timeout=timeout` on.",
    mistakes=("M01",),
    cassette="places_the_order",
    waits=True,
)
def test_passes_the_timeout_on(exercise, world, wire):
    """Waits no longer than it is told to."""
    exercise.place_order(world.base_url, world.table, world.items, timeout=0.25)
    assert wire[0].waits_at_most(0.25), "Your request does not pass `timeout` on to requests."
