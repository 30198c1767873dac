"""Checks for e23."""

import itertools

import pytest
import requests

from grader.check import check

DIFFICULTY = 3
CORE = True

PASSING = [429, 500, 502, 503, 504]


def draw(kitchen):
    """A dish, one that is not on the menu, and failures in any order."""
    return {
        "dish": kitchen.random.choice(kitchen.dishes)["slug"],
        "missing": kitchen.missing["dish"],
        "passing": "-".join(map(str, kitchen.random.sample(PASSING, 5))),
        "lasting": "-".join(map(str, kitchen.random.choices([500, 502, 503, 504], k=8))),
    }


def failed(exercise, url, **options):
    """What the function raises because of an answer, or for want of one; None when it raises nothing."""
    try:
        exercise.get_json(url, **options)
    except (requests.RequestException, ValueError, OverflowError) as error:  # the last: waits that doubled for ever
        return error
    return None


def require_requests(sent, attempts):
    """Neither more requests than there are attempts, nor fewer."""
    words = "1 request" if sent == 1 else f"{sent} requests"
    assert sent != attempts + 1, (
        f"With attempts={attempts} your code sent {words}: `attempts` counts the first one as well."
    )
    assert sent != attempts**2, (
        f"With attempts={attempts} your code sent {words}. Does something below your loop try again as well?"
    )
    assert sent <= attempts, f"With attempts={attempts} your code sent {words}. It has to give up at some time."
    assert sent == attempts, f"With attempts={attempts} your code gave up after {words}."


@check(
    points=1,
    says="Return the JSON of ``GET url``",
    hint=(
        "Begin without trying again: one request, `raise_for_status()`, `.json()`.",
        "`response = requests.get(url, timeout=timeout)`",
    ),
    mistakes=("M43",),
)
def test_returns_the_json(exercise, world, wire, clock):
    """Returns the JSON at once when all goes well."""
    dish = exercise.get_json(world.url(f"/menu/{world.dish}"))
    assert len(wire) == 1, f"The first answer was good, and your code sent {len(wire)} requests."
    assert dish == wire[0].response.json(), "Your function did not return the JSON of the answer:"
    waited = clock.now - clock.start
    assert not waited, f"The first answer was good, and your code waited {waited:g} s all the same."


@check(
    points=1,
    says="429, 500, 502, 503, 504 try again",
    hint=(
        "Look at `response.status_code` before you raise anything.",
        "A loop: return when the answer is good, raise when its status is another error, otherwise go round again.",
        "if response.status_code not in PASSING: response.raise_for_status(); return response.json()",
    ),
    mistakes=("M52",),
)
def test_tries_again_after_a_passing_status(exercise, world, wire):
    """Tries again after each of the five statuses."""
    try:
        soup = exercise.get_json(world.url(f"/flaky/{world.passing}/soup"), attempts=6)
    except requests.HTTPError:
        status = wire[-1].response.status
        pytest.fail(f"Your code gave up after {status} in request {len(wire)} of 6, but {status} may pass.")
    assert wire[-1].response.status == 200, (
        f"Your code did not raise, but its last answer was a {wire[-1].response.status}, and not what was asked for."
    )
    assert soup == wire[-1].response.json(), "Your function did not return the JSON of the good answer in the end:"


@check(
    points=1,
    says="requests.ConnectionError try again requests.Timeout try again",
    hint=(
        "When the line goes dead, `requests` raises before there is a response.",
        "Put a `try:` around the request inside of the loop. A ReadTimeout is no ConnectionError: name both.",
        "except (requests.ConnectionError, requests.Timeout):",
    ),
    cassette="tries_again_after_a_passing_status",
    overlay={
        0: {"raise": "refused"},
        1: {"raise": "read-timeout"},
        2: {"raise": "reset"},
        3: {"raise": "connect-timeout"},
        4: {"raise": "dns"},
    },
)
def test_tries_again_when_the_line_goes_dead(exercise, world, wire):
    """Tries again after connection errors and timeouts."""
    # Refused, no answer in time, reset, no connection in time, no such host; then the soup.
    try:
        soup = exercise.get_json(world.url(f"/flaky/{world.passing}/soup"), attempts=6)
    except requests.RequestException as error:
        name = type(error).__name__
        pytest.fail(f"Your code let a {name} through in request {len(wire)} of 6, but it may work a moment later.")
    assert wire[-1].place == 5, f"Your code gave up after {len(wire)} of 6 requests, and did not raise."
    assert soup == wire[-1].response.json(), "Your function did not return the JSON of the good answer in the end:"


@check(
    points=1,
    says="Wait before each new attempt, on the whole longer each time",
    hint=(
        "Whoever asks again at once meets the same trouble, and adds to it.",
        "Keep the wait in a variable, and double it each time: 0.5, 1, 2, 4.",
        "time.sleep(0.5 * 2**attempt), where attempt counts from 0",
    ),
    mistakes=("M36", "M42", "M47"),
    cassette="returns_the_json",
    overlay={0: {"raise": "refused"}},
    waits=True,
)
def test_waits_longer_and_longer(exercise, world, wire):
    """Waits between its attempts, longer and longer."""
    # Nobody is at the door, in 8 attempts; and all that up to twelve times, since jitter is welcome.
    early = late = 0.0
    for call in range(1, 13):
        waits = waits_of(exercise, wire, world.url(f"/menu/{world.dish}"))
        assert any(waits), "Your code does not wait between its attempts."
        assert all(waits[1:]), f"Your code did not wait before attempt {waits.index(0, 1) + 2} of 8."
        same = len(set(waits)) == 1
        assert not same, f"Your code waits {waits[0]:g} s each time, but each wait should be longer than the last."
        early, late = early + sum(waits[:3]), late + sum(waits[-3:])
        if call >= 4 and late > 4 * early:
            break  # waits that don't grow are never so far apart, by whatever jitter
    assert late > 1.35 * early, (
        "Your waits do not grow: in twelve calls, the last three of them were no longer than the first three."
    )


def waits_of(exercise, wire, url):
    """How long a call with 8 attempts waits between them; what it raises in the end is asked by other checks."""
    before = len(wire)
    try:
        exercise.get_json(url, attempts=8)
    except Exception:
        if len(wire) == before:
            raise
    sent = len(wire) - before
    if not 7 <= sent <= 9:  # one more or less is for other checks, too
        require_requests(sent, 8)
    moments = [exchange.moment for exchange in wire[before:]]
    return [round(later - sooner, 6) for sooner, later in itertools.pairwise(moments)]


@check(
    points=1,
    says="requests.HTTPError: with the answer as its ``response``; at once, or when the last attempt failed as well",
    hint=(
        "What happens in your code when the last attempt gets a 503?",
        "There is no wait after it, and no error of your own: `response.raise_for_status()` says it best.",
        "urllib3's Retry hides the answer in a RetryError, unless it is told `raise_on_status=False`.",
    ),
    mistakes=("M36", "M37", "M47", "M52"),
    waits=True,
)
def test_raises_the_last_error_as_it_was(exercise, world, wire, clock):
    """Gives up after the last attempt, at once, with the error as it was."""
    error = failed(exercise, world.url(f"/flaky/{world.lasting}/soup"), attempts=3)
    require_requests(len(wire), 3)
    assert error, "All of 3 attempts failed, and your function raised nothing."
    name, last = type(error).__name__, wire[-1].response.status
    assert name != "RetryError", (
        f"Your code raised a RetryError, which hides the last answer, a {last}. "
        "With raise_on_status=False Retry hands that answer out."
    )
    assert isinstance(error, requests.HTTPError), (
        f"The last answer was a {last}; your code raised {name}, no HTTPError."
    )
    assert error.response is not None, "Your HTTPError does not have the answer as its `response`."
    status = error.response.status_code
    assert status == last, f"The last answer was a {last}, but the response of your HTTPError is a {status}."
    waited = clock.now - wire[-1].moment
    assert not waited, f"Your code waited {waited:g} s after the last attempt, for nothing."


@check(
    points=1,
    says="another error status, such as 404 or 501 raise requests.HTTPError at once",
    hint=(
        "How many requests does your code send for a dish that is not on the menu?",
        "An HTTPError is a RequestException, too. Which exceptions does your `except` take?",
        "Only `requests.ConnectionError`, `requests.Timeout` and the PASSING statuses are tried again.",
    ),
    mistakes=("M17", "M35"),
    waits=True,
)
def test_raises_other_statuses_at_once(exercise, world, wire):
    """Raises HTTPError at once for a status that will not pass."""
    with pytest.raises(requests.HTTPError):
        exercise.get_json(world.url(f"/menu/{world.missing}"))
    assert len(wire) == 1, (
        f"Your code sent {len(wire)} requests for a dish that is not on the menu. A 404 stays a 404 (RFC 9110 §15.5)."
    )
    error = failed(exercise, world.url("/flaky/501/soup"))
    again = "501 Not Implemented means that the server can't do it at all (RFC 9110 §15.6.2), not that it is busy."
    assert len(wire) == 2, f"Your code tried again after a 501. {again}"
    assert isinstance(error, requests.HTTPError), "Your code should raise HTTPError for a 501, too."


@check(
    points=0,
    says="any other trouble, such as broken JSON let its exception through at once",
    hint=(
        "The answer is a 200, but its JSON breaks off. What does your code do with the exception of `.json()`?",
        "`requests.JSONDecodeError` is a RequestException as well: name only the two that may pass.",
    ),
    waits=True,
)
def test_lets_other_trouble_through(exercise, world, wire):
    """Lets the exception for broken JSON through at once."""
    error = failed(exercise, world.url("/legacy/broken"))
    assert len(wire) == 1, (
        f"Your code sent {len(wire)} requests because the JSON of a good answer is broken, which no waiting mends."
    )
    assert isinstance(error, ValueError), (
        "The JSON of the answer breaks off, but your function raised no JSONDecodeError."
    )


@check(
    points=0,
    says="requests.ConnectionError, requests.Timeout: when the last attempt ended that way",
    hint="In the last attempt let the exception go on: `raise` without anything, inside of `except`.",
    mistakes=("M32",),
    cassette="returns_the_json",
    overlay={0: {"raise": "read-timeout"}},
    waits=True,
)
def test_raises_when_no_answer_ever_comes(exercise, world, wire):
    """Raises the Timeout or ConnectionError of the last attempt."""
    # urllib3's Retry makes a ConnectionError of the last timeout.
    with pytest.raises((requests.Timeout, requests.ConnectionError)):
        exercise.get_json(world.url(f"/menu/{world.dish}"), attempts=2)
    require_requests(len(wire), 2)


@check(
    points=0,
    says="Each request waits at most ``timeout`` seconds",
    hint="`requests` waits for ever unless it is told otherwise: pass `timeout=timeout` on, in every attempt.",
    mistakes=("M01",),
    cassette="tries_again_after_a_passing_status",
    waits=True,
)
def test_passes_the_timeout_on(exercise, world, wire):
    """Waits no longer than it is told to, in every attempt."""
    exercise.get_json(world.url(f"/flaky/{world.passing}/soup"), attempts=6, timeout=0.25)
    for number, exchange in enumerate(wire, 1):
        assert exchange.waits_at_most(0.25), f"Your request {number} does not pass `timeout` on to requests."


@check(
    points=0,
    says="goes over ``session`` when one is passed in",
    hint="`session.get` takes what `requests.get` takes.",
    mistakes=("M13",),
    cassette="tries_again_after_a_passing_status",
    waits=True,
)
def test_uses_your_session(exercise, world, wire, client):
    """Sends every attempt over the session that it is given."""
    session = client.session()
    session.headers.update({"User-Agent": "a guest who comes often"})
    exercise.get_json(world.url(f"/flaky/{world.passing}/soup"), attempts=6, session=session)
    used = all(exchange.request.headers.get("User-Agent") == "a guest who comes often" for exchange in wire)
    assert used, "Your code did not use the session that it was given."


@check(
    points=0,
    says="Return the JSON of ``GET url``. Where it fails and may work later, try again",
    hint="Roundup is an issue tracker, and no server of ours. It answers 429 when it is asked too often: try again.",
    waits=True,
)
def test_gets_along_with_another_server(exercise, world, wire):
    """Tries again when a server that nobody here wrote says 429."""
    # Roundup takes six calls, and after them one more every two seconds.
    url = world.url("/rest/data/issue", server="roundup")
    issues = [exercise.get_json(url, attempts=6) for _ in range(7)]
    assert any(exchange.response.status == 429 for exchange in wire), (
        "Your code did not ask often enough to be refused."
    )
    assert issues[-1] == wire[-1].response.json(), "Your function did not return the JSON of the last answer:"
