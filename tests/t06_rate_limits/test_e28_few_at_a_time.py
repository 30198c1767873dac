"""Checks for e28.

Time is virtual: it passes only while all threads wait. So the moment of each request is exact, and what is said here of
starts and of requests in flight is so each time, however busy the computer is.
"""

import itertools

import pytest
import requests

from grader.check import check, kind

DIFFICULTY = 4
CORE = False

SLOW = 4.0
"""Seconds that a slow answer takes; a request waits for 5."""


def draw(kitchen):
    """Twelve dishes, and one that is not on the menu."""
    dishes = kitchen.random.sample(kitchen.dishes, 12)
    return {"dishes": [dish["slug"] for dish in dishes], "missing": kitchen.missing["dish"]}


def urls_of(world):
    """The dishes' addresses at a counter that takes five requests a second."""
    return [world.url(f"/rush/menu/{slug}") for slug in world.dishes]


def urls_with_failures(world):
    """A dish, one that is not on the menu, JSON that breaks off, a web page that says 502, and another dish."""
    first, *_, last = urls_of(world)
    return [
        first,
        world.url(f"/rush/menu/{world.missing}"),
        world.url("/legacy/broken"),
        world.url("/legacy/menu"),
        last,
    ]


def fetch(exercise, urls, **options):
    """The learner's list, for URLs of which some fail."""
    try:
        results = exercise.fetch_all(urls, **options)
    except (requests.RequestException, ValueError) as error:
        pytest.fail(
            f"One URL failed, and your function raised its {type(error).__name__}: all the other answers are lost."
        )
    has_one_for_each(results, urls)
    return results


def has_one_for_each(results, urls):
    assert isinstance(results, list), f"Your function returned {kind(results)}, not a list."
    assert len(results) == len(urls), f"Your list has {len(results)} entries for {len(urls)} URLs."


def answers(wire, urls):
    """What the bistro answered to each URL, in the order of the URLs."""
    known = {exchange.request.url: exchange.response.json() for exchange in wire}
    forgotten = [url for url in urls if url not in known]
    assert not forgotten, f"Your code never asked for {forgotten[0]}."
    return [known[url] for url in urls]


def are_in_order(results, wire, urls):
    has_one_for_each(results, urls)
    expected = answers(wire, urls)
    mixed = results != expected and all(answer in results for answer in expected)
    assert not mixed, "Your list has the answers in the order in which they came, not in the order of the URLs."
    assert results == expected, "Your list does not have what the bistro answered:"


def is_failure(got, expected, what):
    """An exception in the list."""
    name = expected.__name__
    assert got is not None, f"In your list None stands for {what}; it should be the {name}."
    assert not isinstance(got, str), f"In your list a text stands for {what}; it should be the {name} itself."
    assert isinstance(got, Exception), f"In your list {kind(got)} stands for {what}; it should be the {name}."
    # json.loads raises a ValueError for what response.json() raises a JSONDecodeError for: both are right.
    right = ValueError if expected is requests.JSONDecodeError else expected
    assert isinstance(got, right), f"In your list {kind(got)} stands for {what}; it should be the {name}."


@check(
    points=1,
    says="Return the JSON of each of these URLs, in the order of ``urls``: one GET for each",
    hint=(
        "Begin without threads: a loop that sends a GET to each URL and collects the JSON.",
        "results.append(client.get(url, timeout=timeout).json())",
    ),
)
def test_fetches_them_all(exercise, world, wire):
    """Returns the JSON of each URL."""
    urls = urls_of(world)
    are_in_order(exercise.fetch_all(urls), wire, urls)
    assert len(wire) == len(urls), f"Your code sent {len(wire)} requests for {len(urls)} URLs."


@check(
    points=1,
    says="in the order of ``urls``",
    hint=(
        "The first answer takes longest here. Where does it stand in your list?",
        "`as_completed` gives what is done first. Keep the futures in a list, and ask each for its result() in turn.",
        "`pool.map(fetch, urls)` gives the results in the order of the urls, whichever is done first.",
    ),
    cassette="fetches_them_all",
    overlay={0: {"delay": SLOW}},
)
def test_keeps_the_order(exercise, world, wire):
    """Returns the answers in the order of the URLs, whichever comes first."""
    urls = urls_of(world)
    are_in_order(exercise.fetch_all(urls), wire, urls)


@check(
    points=1,
    says="its exception stands in its place in the list, and is not raised",
    hint=(
        "One of these dishes is not on the menu, and one answer is broken. What becomes of the others?",
        "`try` belongs around the fetching of one URL, not around the loop: return the exception as its result.",
        "except requests.RequestException as error: return error",
    ),
    mistakes=("M17",),
)
def test_puts_failures_in_their_place(exercise, world, wire):
    """Puts the exception of an error status, or of broken JSON, in the place of the answer."""
    urls = urls_with_failures(world)
    results = fetch(exercise, urls)
    is_failure(results[1], requests.HTTPError, "a dish that is not on the menu (404)")
    is_failure(results[2], requests.JSONDecodeError, "JSON that breaks off")
    is_failure(results[3], requests.HTTPError, "a kitchen that is down (502, with a web page)")
    good = {exchange.request.url: exchange.response for exchange in wire}
    assert [results[0], results[4]] == [good[url].json() for url in (urls[0], urls[4])], (
        "What did not fail is not in its place:"
    )


@check(
    points=1,
    says="A failure is any ``requests.RequestException``: ConnectionError, Timeout",
    hint=(
        "There may be no answer at all: the line is dead, or nobody comes.",
        "ConnectionError, Timeout, HTTPError and JSONDecodeError have one base class: `requests.RequestException`.",
    ),
    cassette="fetches_them_all",
    overlay={1: {"raise": "refused"}, 4: {"raise": "read-timeout"}},
)
def test_survives_a_dead_line(exercise, world, wire):
    """Puts the exception of a request without an answer in its place."""
    urls = urls_of(world)
    results = fetch(exercise, urls)
    is_failure(results[1], requests.ConnectionError, "a refused connection")
    is_failure(results[4], requests.Timeout, "an answer that never came")
    expected = answers(wire, urls)
    expected[1], expected[4] = results[1], results[4]
    assert results == expected, "What did not fail is not in its place:"


@check(
    points=1,
    says="When answers are slow, it is really that many",
    hint=(
        "Is the next request sent while the answer to the one before is still awaited?",
        "A `with lock:` around the request lets only one thread at a time send: keep locks around the waiting alone.",
        "with ThreadPoolExecutor(workers) as pool: futures = [pool.submit(fetch, url) for url in urls]",
    ),
    cassette="fetches_them_all",
)
def test_sends_several_at_once(exercise, world, wire):
    """Has as many requests in flight as it may when answers are slow."""
    # No answer is given before eight requests wait for theirs, or before the learner's code can't send another.
    wire.hold(8)
    urls = urls_of(world)
    has_one_for_each(exercise.fetch_all(urls, workers=8, per_second=20.0), urls)
    assert wire.most_in_flight != 1, (
        "Your code never has more than 1 request in flight, although workers=8 and answers are slow.\n"
        "Does it wait for an answer before it sends the next request,\n"
        "or hold a lock while it waits?"
    )
    assert wire.most_in_flight >= 8, (
        f"With workers=8 and slow answers, your code never has more than {wire.most_in_flight} requests in flight."
    )


@check(
    points=1,
    says="At most so many requests are in flight at once: sent, and not yet answered",
    hint=(
        "How many threads does your code start? `workers` says how many requests may await their answers.",
        "A pool of `workers` threads, each with one request at a time, can't have more in flight.",
        "ThreadPoolExecutor(max_workers=workers)",
    ),
    cassette="fetches_them_all",
    overlay={place: {"delay": SLOW} for place in range(12)},
    waits=True,
)
def test_sends_no_more_than_it_may(exercise, world, wire):
    """Never has more requests in flight than `workers`."""
    urls = urls_of(world)
    has_one_for_each(exercise.fetch_all(urls, workers=8, per_second=100.0), urls)
    # Each answer takes 4 seconds, so what was sent less than 4 seconds before is in flight.
    moments = [exchange.moment for exchange in wire]
    most = max(sum(now - SLOW + 0.001 < moment <= now for moment in moments) for now in moments)
    assert most <= 8, f"Your code has {most} requests in flight at once, although workers=8."


@check(
    points=2,
    says="The starts of any two requests are at least ``1 / per_second`` seconds apart, whichever thread sends them",
    hint=(
        "When does each of your requests start? With per_second=2 the starts should be half a second apart or more.",
        "A sleep in each thread is no pace for all: the threads sleep at the same time. One lock, or one thread that "
        "hands out the work, has to decide when the next may start.",
        "with lock: time.sleep(max(0.0, may_start - time.monotonic())); may_start = time.monotonic() + 1 / per_second",
    ),
    cassette="fetches_them_all",
    # The first three answers come at the same moment, if their requests start half a second apart.
    overlay={0: {"delay": 3.0}, 1: {"delay": 2.5}, 2: {"delay": 2.0}},
    waits=True,
)
def test_keeps_the_pace(exercise, world, wire, clock):
    """Starts no request too soon after another, even when several workers become free at once."""
    urls = urls_of(world)
    has_one_for_each(exercise.fetch_all(urls, workers=3, per_second=2.0), urls)
    moments = sorted(exchange.moment - clock.start for exchange in wire)
    gaps = [later - sooner for sooner, later in itertools.pairwise(moments)]
    short = next((place for place, gap in enumerate(gaps) if gap < 0.499), None)
    if short is not None:
        late = moments[short] == pytest.approx(moments[0] + 3.0, abs=0.001)
        pytest.fail(too_soon(short + 1, gaps[short], late=late, waited=bool(clock.slept)))


def too_soon(number, gap, *, late, waited):
    """What is told when a request, counted from 1, and the next one start too soon after each other."""
    when = "at the same moment" if gap < 0.001 else f"only {gap:.2g} s apart"
    said = f"Your requests {number} and {number + 1} start {when}; per_second=2 asks for 0.5 s between them."
    if late and number >= 3:
        return (
            f"{said}\nThree answers came at once, and all the work that was due starts now.\n"
            "Count from the last start, and only when a worker is free."
        )
    if waited and gap < 0.001:
        return f"{said}\nYour threads do wait, but each for itself. The pace is one for all."
    return said


@check(
    points=0,
    says="Nothing is tried again",
    hint="A 404 stays a 404 however often it is asked for. Send one GET for each URL, and keep what comes of it.",
    mistakes=("M36",),
    cassette="puts_failures_in_their_place",
    waits=True,
)
def test_tries_nothing_again(exercise, world, wire):
    """Asks once for each URL, whatever comes of it."""
    urls = urls_with_failures(world)
    fetch(exercise, urls)
    assert len(wire) == len(urls), (
        f"Your code sent {len(wire)} requests for {len(urls)} URLs: what had failed was tried again."
    )


@check(
    points=0,
    says="Each request waits at most ``timeout`` seconds for an answer",
    hint="`requests` waits for ever unless it is told otherwise: pass `timeout=timeout` on.",
    mistakes=("M01",),
    cassette="fetches_them_all",
    waits=True,
)
def test_passes_the_timeout_on(exercise, world, wire):
    """Waits no longer than it is told to."""
    exercise.fetch_all(urls_of(world), timeout=0.25)
    assert all(exchange.waits_at_most(0.25) for exchange in wire), (
        "Your code does not pass `timeout` on to requests each time."
    )


@check(
    points=0,
    says="All of them go over ``session`` when one is passed in",
    hint="`session.get` takes what `requests.get` takes.",
    mistakes=("M13",),
    cassette="fetches_them_all",
    waits=True,
)
def test_uses_your_session(exercise, world, wire, client):
    """Sends its requests over the session that it is given."""
    session = client.session()
    session.headers.update({"X-Waiter": "Ludo"})
    exercise.fetch_all(urls_of(world), session=session)
    used = sum(exchange.request.headers.get("X-Waiter") == "Ludo" for exchange in wire)
    assert used == len(wire), f"Your code sent {used} of {len(wire)} requests over the session that it was given."


@check(
    points=0,
    says="use connections again: no more of them than ``workers`` are made",
    hint=(
        "`requests.get` makes a session, and with it a connection, for each request. A Session of yours keeps them.",
        "with requests.Session() as client: … around all of it, or a session for each thread in threading.local()",
    ),
    mistakes=("M13",),
    cassette="fetches_them_all",
    waits=True,
)
def test_uses_connections_again(exercise, world, wire):
    """Makes no more connections than there are workers."""
    exercise.fetch_all(urls_of(world), workers=2)
    made = len({exchange.connection for exchange in wire})
    assert made <= 2, f"Your code made {made} connections for {len(wire)} requests, although workers=2."
