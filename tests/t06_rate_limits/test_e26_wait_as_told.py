"""Checks for e26.

Somebody else comes first in most of them, and takes the last places that the kitchen has.
"""

import pytest
import requests

from grader.check import check

DIFFICULTY = 2
CORE = True

ALLOWED = 2
"""How often the addresses of the rush hour may be asked before they are full."""
AT_ROUNDUP = 6
"""How often Roundup may be asked."""
LONGER = 1.0
"""How much longer than told a wait may be."""


def draw(kitchen):
    """A day, how long ago the others took the last places (in seconds), and a dish that is not on the menu."""
    return {
        "day": kitchen.random.choice(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]),
        "ago": kitchen.random.randint(1, 4),
        "before": kitchen.random.randint(5, 8),
        "missing": kitchen.missing["dish"],
    }


def full(world, client, where):
    """The address of the day's special, after others have taken all places there."""
    url = world.url(f"/rush{where}/specials?day={world.day}")
    for _ in range(ALLOWED):
        client.get(url)
    return url


def sent(wire, url=None):
    """The exchanges of the learner's code: all, or those with this address."""
    return [exchange for exchange in wire if not exchange.by_check and url in (None, exchange.request.url)]


def until_retry(exchange):
    """What Retry-After said when the answer came, in seconds; rounded, since moments are floats."""
    return round(exchange.response.seconds_until_retry(exchange.moment), 3)


def waited_as_told(exchanges, told=None):
    """Whether the second request came when the first answer said, and not much later."""
    first = exchanges[0]
    status = first.response.status
    assert len(exchanges) > 1, f"Your code did not ask again after the {status}."
    gap = exchanges[1].moment - first.moment
    said = "the task says"
    if told is None:
        told, said = until_retry(first), "Retry-After said"
    assert gap > 0, f"Your code asked again at once after the {status}, and {said} {told:g} s."
    assert abs(gap * 1000 - told) > 0.1, f"Your code waited {told:g} milliseconds. Retry-After is in seconds."
    assert gap >= told - 0.001, f"Your code asked again after {gap:g} s, and {said} {told:g} s: it came too soon."
    assert gap <= told + LONGER, f"Your code asked again only after {gap:g} s, and {said} {told:g} s."
    late = ", though the answer was there" if exchanges[1].response.status == 200 else ""
    assert len(exchanges) == 2, f"Your code sent {len(exchanges)} requests{late}."


def raised_at_once(exchanges, clock, why):
    """Whether nothing was waited for after the last answer."""
    late = clock.now - exchanges[-1].moment
    assert late == 0, f"Your code waited {late:g} s before it raised: {why}"


@check(
    points=1,
    says="On 429 (too many requests) or 503 (too busy) wait what ``Retry-After`` says",
    hint=(
        "The first answer is a 429. Look at its Retry-After, wait for that long, and ask again.",
        '`parse_retry_after(response.headers.get("Retry-After"), time.time())` is what to give to `time.sleep`.',
        "for _ in range(attempts): ask; if response.status_code not in (429, 503): break; wait",
    ),
    mistakes=("M17", "M38", "M41"),
)
def test_waits_the_seconds_that_it_is_told(exercise, world, wire, client, clock):
    """Waits the seconds that a 429 asks for."""
    url = full(world, client, "")
    clock.advance(world.ago)
    special = exercise.get_when_ready(url)
    waited_as_told(sent(wire))
    assert special == wire[-1].response.json(), "Your function did not return the JSON of the last answer:"


@check(
    points=1,
    says="wait what ``Retry-After`` says (``parse_retry_after`` above reads it)",
    hint=(
        "Here Retry-After is a date (RFC 9110 §10.2.3). `parse_retry_after` makes seconds of it. Counted from when?",
        "`now` is in seconds since 1970. `time.time()` gives that; `time.monotonic()` counts from somewhere else.",
    ),
    mistakes=("M38", "M39"),
)
def test_waits_until_the_date(exercise, world, wire, client, clock):
    """Waits until the date that a 429 names."""
    url = full(world, client, "/by-date")
    clock.advance(world.before + 0.4)
    try:
        special = exercise.get_when_ready(url)
    except (TypeError, ValueError) as error:
        if not sent(wire):
            raise
        pytest.fail(f"Your code raised {type(error).__name__}. Retry-After may be a date, RFC 9110 §10.2.3.")
    except requests.HTTPError:
        told = until_retry(sent(wire)[-1])
        pytest.fail(
            f"Your code raised HTTPError for a 429 that names a date {told:g} s ahead, and should wait for it.\n"
            "Is the date counted from `time.time()`?"
        )
    waited_as_told(sent(wire))
    assert special == wire[-1].response.json(), "Your function did not return the JSON of the last answer:"


@check(
    points=0,
    says="or 1 second when it says nothing usable, then ask again",
    hint=(
        "Not every 429 has a Retry-After, and some say things there that nobody understands.",
        "`parse_retry_after` is None then. What does your code do with None?",
        "wait = 1.0 if told is None else told",
    ),
    mistakes=("M38",),
    waits=True,
)
def test_waits_a_second_when_it_is_told_nothing(exercise, world, wire, client, clock):
    """Waits 1 second when it is told nothing usable."""
    for where in ("/silent", "/mumbling"):
        url = full(world, client, where)
        clock.advance(4)
        special = exercise.get_when_ready(url)
        waited_as_told(sent(wire, url), told=1.0)
        assert special == wire[-1].response.json(), "Your function did not return the JSON of the last answer:"


@check(
    points=1,
    says="at once, when ``attempts`` are used up",
    hint=(
        "With `attempts=2` there are two requests, and one wait between them. Count yours, and look what comes last.",
        "After the last answer there is nothing to wait for: raise at once.",
        "`raise_for_status()` raises HTTPError for the answer that it is called on.",
    ),
    mistakes=("M36", "M37", "M52"),
    waits=True,
)
def test_gives_up_when_the_attempts_are_used_up(exercise, world, wire, client, clock):
    """Raises HTTPError when the attempts are used up."""
    url = full(world, client, "/silent")
    with pytest.raises(requests.HTTPError):
        exercise.get_when_ready(url, attempts=2)
    asked = sent(wire)
    times = "once" if len(asked) == 1 else f"{len(asked)} times"
    assert len(asked) == 2, f"With attempts=2 your code asked {times}: attempts counts the first request, too."
    raised_at_once(asked, clock, "there was no request left to wait for.")


@check(
    points=1,
    says="the wait would be longer than ``max_wait`` seconds",
    hint=(
        "Here the bistro asks for more patience than `max_wait`. What does your code do then?",
        "To wait for `max_wait` and ask again is of no use: it is too soon, and the bistro says no once more.",
        "if wait > max_wait: response.raise_for_status()",
    ),
    mistakes=("M40",),
    cassette="waits_until_the_date",
    waits=True,
)
def test_does_not_wait_longer_than_it_may(exercise, world, wire, client, clock):
    """Raises HTTPError at once for too long a wait."""
    url = full(world, client, "/by-date")
    clock.advance(world.before + 0.4)
    try:
        with pytest.raises(requests.HTTPError):
            exercise.get_when_ready(url, max_wait=10.0)
    finally:
        asked = sent(wire)
        if len(asked) > 1:
            gap, told = asked[1].moment - asked[0].moment, until_retry(asked[0])
            pytest.fail(f"With max_wait=10 your code waited {gap:g} s and asked again, though it was told {told:g} s.")
    raised_at_once(asked, clock, "the wait was too long to begin it.")


@check(
    points=0,
    says="or 503 (too busy)",
    hint=(
        "This time the first answer is a 503, and it has a Retry-After as well.",
        "if response.status_code in (429, 503): …",
        "A wait of exactly `max_wait` seconds is not longer than `max_wait`.",
    ),
    mistakes=("M38",),
)
def test_waits_for_a_busy_kitchen(exercise, world, wire, client, clock):
    """Waits on a 503 as well, up to `max_wait`."""
    url = full(world, client, "/busy")
    clock.advance(world.before)
    special = exercise.get_when_ready(url, max_wait=float(15 - world.before))
    waited_as_told(sent(wire))
    assert special == wire[-1].response.json(), "Your function did not return the JSON of the last answer:"


@check(
    points=0,
    says="wait what ``Retry-After`` says (``parse_retry_after`` above reads it)",
    hint=(
        "This is another house, with habits of its own: nobody who wrote this exercise wrote that server.",
        "Trust the status and Retry-After, and nothing else that the bistro says besides.",
    ),
    mistakes=("M38",),
)
def test_waits_in_another_house(exercise, world, wire, client):
    """Waits as Roundup asks, a server from elsewhere."""
    url = world.url("/rest/data/issue", server="roundup")
    for _ in range(AT_ROUNDUP):
        client.get(url)
    issues = exercise.get_when_ready(url)
    waited_as_told(sent(wire))
    assert issues == wire[-1].response.json(), "Your function did not return the JSON of the last answer:"


@check(
    points=0,
    says="and at once for any other error status",
    hint=(
        "Waiting helps when the kitchen is full. It does not help when there is no such dish.",
        "Only 429 and 503 are worth another request here; `raise_for_status()` is for all others.",
    ),
    mistakes=("M17", "M35"),
    waits=True,
)
def test_raises_at_once_for_other_errors(exercise, world, wire, clock):
    """Raises HTTPError for a 404 at once, and asks no more."""
    with pytest.raises(requests.HTTPError):
        exercise.get_when_ready(world.url(f"/menu/{world.missing}"))
    assert len(wire) == 1, (
        f"Your code sent {len(wire)} requests for a dish that does not exist: asking again won't help."
    )
    raised_at_once(wire, clock, "after a 404 there is nothing to wait for.")


@check(
    points=0,
    says="No other answer makes you wait, whatever it says",
    hint=(
        "Some servers send Retry-After with every answer, also with a 200.",
        "Look at the status first, and at Retry-After only after a 429 or a 503.",
    ),
    mistakes=("M43",),
    waits=True,
)
def test_does_not_wait_after_a_success(exercise, world, wire, clock):
    """Does not wait after a 200 that has a Retry-After."""
    answer = exercise.get_when_ready(world.url("/response-headers?Retry-After=30", server="httpbin"))
    waited = clock.now - clock.start
    assert waited == 0, f"Your code waited {waited:g} s, because a 200 had a Retry-After: look at the status first."
    assert len(wire) == 1, f"Your code sent {len(wire)} requests, though the first answer was a 200."
    assert answer == wire[0].response.json(), "Your function did not return the JSON of the answer:"


@check(
    points=0,
    says="Each request waits at most ``timeout`` seconds for an answer",
    hint="`requests` waits for ever unless it is told otherwise: pass `timeout=timeout` on, each time.",
    mistakes=("M01",),
    cassette="waits_the_seconds_that_it_is_told",
    waits=True,
)
def test_passes_the_timeout_on(exercise, world, wire, client, clock):
    """Passes `timeout` on with each request."""
    url = full(world, client, "")
    clock.advance(world.ago)
    exercise.get_when_ready(url, timeout=0.25)
    for which, exchange in zip(("first", "second"), sent(wire), strict=True):
        assert exchange.waits_at_most(0.25), f"Your {which} request does not pass `timeout` on to requests."


@check(
    points=0,
    says="goes over ``session`` when one is passed in",
    hint="`session.get` takes what `requests.get` takes.",
    mistakes=("M13",),
    cassette="waits_the_seconds_that_it_is_told",
    waits=True,
)
def test_uses_the_session(exercise, world, wire, client, clock):
    """Sends each request with the session it is given."""
    url = full(world, client, "")
    clock.advance(world.ago)
    session = client.session()
    session.headers.update({"X-Waiter": "Ludo"})
    exercise.get_when_ready(url, session=session)
    used = all(exchange.request.headers.get("X-Waiter") == "Ludo" for exchange in sent(wire))
    assert used, "Your code does not send its requests with the `session` that it is given."
