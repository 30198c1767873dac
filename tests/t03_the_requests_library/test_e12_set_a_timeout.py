"""Checks for e12."""

import contextlib

import pytest
import requests

from grader.check import check, kind

DIFFICULTY = 2
CORE = True


def draw(kitchen):
    """Three days of the week, in any order."""
    return {"days": kitchen.random.sample(["mon", "tue", "wed", "thu", "fri", "sat", "sun"], 3)}


def waited(exchange, connect, read):
    return exchange.timeout == (pytest.approx(connect), pytest.approx(read))


def says_it_waits(exchange):
    """How long a request waits, in words."""
    connect, read = ("for ever" if one is None else f"{one:g} s" for one in exchange.timeout)
    return f"waits {connect} for the connection and {read} for the answer"


@check(
    points=1,
    says="Return the specials of these days, in their order: the JSON of ``GET /specials?day=…``, one request a day",
    hint=(
        "One request for each day, and its JSON into a list.",
        'requests.get(f"{base_url}/specials", params={"day": day}, timeout=(connect, read))',
    ),
)
def test_asks_for_each_day(exercise, world, wire):
    """Returns the special of each day, in the order of the days."""
    specials = exercise.get_specials(world.base_url, world.days)
    assert isinstance(specials, list), f"Your function returned {kind(specials)}, not a list."
    assert len(specials) == len(world.days), f"Your list has {len(specials)} of {len(world.days)} specials."
    assert specials == [exchange.response.json() for exchange in wire], "Your list does not have what the bistro sent:"


@check(
    points=1,
    says="Each request waits ``connect`` for the connection, then ``read`` for the answer",
    hint=(
        "`requests` waits for ever unless it is told otherwise.",
        "One number counts for both. A tuple of two has the connection first.",
        "timeout=(connect, read)",
    ),
    mistakes=("M01",),
    cassette="asks_for_each_day",
    waits=True,
)
def test_sets_both_timeouts(exercise, world, wire):
    """Waits as long as it may for the connection, and as long as it may for the answer."""
    exercise.get_specials(world.base_url, world.days, connect=1.5, read=4.0, deadline=100.0)
    for number, exchange in enumerate(wire, 1):
        assert exchange.timeout != (None, None), f"Your request {number} has no timeout: it would wait for ever."
        assert exchange.timeout != (4.0, 1.5), f"Your request {number} has its two timeouts the wrong way round."
        right = waited(exchange, 1.5, 4.0)
        assert right, f"With connect=1.5 and read=4.0, your request {number} {says_it_waits(exchange)}."


@check(
    points=1,
    says="the request waits no longer than what is left, for either of the two",
    hint=(
        "A timeout begins anew with every request, so many short waits can make a long one.",
        "What is left is the end minus now. `min` takes the smaller of two numbers.",
        "timeout=(min(connect, left), min(read, left))",
    ),
    mistakes=("M02",),
    cassette="asks_for_each_day",
    overlay={0: {"delay": 4.0}, 1: {"delay": 4.0}, 2: {"delay": 2.0}},
    waits=True,
)
def test_waits_no_longer_than_what_is_left(exercise, world, wire):
    """Waits no longer than what is left of the deadline, and keeps an answer that comes just in time."""
    # The first two answers take 4 seconds each and the last one 2, so that it arrives at the deadline.
    specials = None
    with contextlib.suppress(requests.Timeout):
        specials = exercise.get_specials(world.base_url, world.days, connect=3.0, read=5.0, deadline=10.0)
    for number, (exchange, left) in enumerate(zip(wire, (10.0, 6.0, 2.0), strict=False), 1):
        where = f"Your request {number} began with {left:g} s left of the deadline, and {says_it_waits(exchange)}."
        assert waited(exchange, min(3.0, left), min(5.0, left)), where
    assert len(wire) == 3, f"Some time was left, and your code gave up after {len(wire)} of 3 requests."
    assert specials is not None, "Your code threw the last answer away and raised, though it came just in time."
    assert specials == [exchange.response.json() for exchange in wire], "Your list does not have what the bistro sent:"


@check(
    points=1,
    says="DeadlinePassed: before a request that could not start in time",
    hint=(
        "What does your code do when nothing is left? A timeout of 0 or less is none that `requests` takes.",
        "Look at the clock before each request, and compare with <=.",
        "if left <= 0: raise DeadlinePassed(…)",
    ),
    mistakes=("M02",),
    cassette="asks_for_each_day",
    overlay={0: {"delay": 4.0}, 1: {"delay": 6.0}},
    waits=True,
)
def test_gives_up_at_the_deadline(exercise, world, wire):
    """Raises DeadlinePassed when nothing is left, and sends no more."""
    # The first two answers take 4 and 6 seconds, and there are 10.
    try:
        with pytest.raises(exercise.DeadlinePassed):
            exercise.get_specials(world.base_url, world.days, read=6.0, deadline=10.0)
    except ValueError as error:
        pytest.fail(f"Your code sent a request although no time was left. requests says:\n{error}")
    assert len(wire) == 2, (
        f"After two answers nothing was left of the deadline, and your code sent {len(wire)} requests."
    )


@check(
    points=0,
    says="requests.Timeout: when a request waited for as long as it may",
    hint="Let the Timeout of `requests` go through. A list in which a day is missing looks like a whole one.",
    mistakes=("M02",),
    cassette="asks_for_each_day",
    overlay={0: {"delay": 4.0}, 1: {"delay": 30.0}},
    waits=True,
)
def test_raises_when_an_answer_takes_too_long(exercise, world, clock):
    """Raises Timeout when an answer takes too long, at the deadline at the latest."""
    # The second answer would take 30 seconds, and 3 are left.
    with pytest.raises(requests.Timeout):
        exercise.get_specials(world.base_url, world.days, read=5.0, deadline=7.0)
    took = clock.now - clock.start
    assert took <= 7.01, f"With a deadline of 7 seconds your function took {took:g} seconds."


@check(
    points=0,
    says="requests.HTTPError: for an error status",
    hint="`response.raise_for_status()` raises for 4xx and 5xx, and lets the others pass.",
    mistakes=("M17",),
    waits=True,
)
def test_raises_for_a_day_that_is_none(exercise, world):
    """Raises HTTPError when the bistro refuses a day."""
    with pytest.raises(requests.HTTPError):
        exercise.get_specials(world.base_url, ["someday"])


@check(
    points=0,
    says="The requests go over ``session`` when one is passed in",
    hint="`session.get` takes what `requests.get` takes.",
    mistakes=("M13",),
    cassette="asks_for_each_day",
    waits=True,
)
def test_uses_your_session(exercise, world, wire, client):
    """Sends its requests over the session that it is given."""
    session = client.session()
    session.headers.update({"User-Agent": "a guest who comes often"})
    exercise.get_specials(world.base_url, world.days, session=session)
    used = all(exchange.request.headers.get("User-Agent") == "a guest who comes often" for exchange in wire)
    assert used, "Your code did not use the session that it was given."
