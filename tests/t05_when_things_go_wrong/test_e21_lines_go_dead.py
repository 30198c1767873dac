"""Checks for e21."""

import pytest
import requests

from grader.check import check, kind

DIFFICULTY = 3
CORE = True


def draw(kitchen):
    """Five shelves of the cellar, one that it doesn't have, and the key to it."""
    *four, fifth = kitchen.random.sample(range(1, 13), 5)
    key = f"sk-test-cellar-{kitchen.random.randint(100000, 999999)}"
    return {"shelves": four, "shelf": fifth, "missing": kitchen.random.randint(20, 99), "key": key}


def cellar(world, place):
    return world.url(f"/cellar/{place}?key={world.key}")


def raises(exercise, url, name, what):
    """The exception of this name that the learner's function raises when something happens."""
    wanted = getattr(requests if name == "HTTPError" else exercise, name)
    try:
        answer = exercise.fetch(url)
    except wanted as error:
        return error
    except (exercise.Unreachable, exercise.BadReply, requests.RequestException, OSError, ValueError) as error:
        raised = f"{'requests.' * isinstance(error, requests.RequestException)}{type(error).__name__}"
        why = f"\n{'usually':<9}requests.JSONDecodeError is a RequestException, too, and was caught as one"
        pytest.fail(
            f"Your code raised {raised} when {what}, and should raise {name}."
            f"{why if (raised, name) == ('Unreachable', 'BadReply') else ''}"
        )
    pytest.fail(f"Your function returned {kind(answer)} when {what}, and should raise {name}.")


@check(
    points=2,
    says="Return the JSON that ``GET url`` answers",
    hint=(
        "Forget about trouble at first: ask, and decode.",
        "requests.get(url, timeout=timeout).json()",
    ),
)
def test_fetches_the_shelves(exercise, world, wire):
    """Returns the JSON of an address."""
    for place, shelf in enumerate(world.shelves):
        answer = exercise.fetch(cellar(world, shelf))
        assert answer == wire[place].response.json(), "Your function did not return the JSON of the answer:"


@check(
    points=1,
    says="the host is unknown, the connection is refused or reset",
    hint=(
        "There are many ways not to be reached, and `requests` has an exception for each of them.",
        "Python's own ConnectionError and TimeoutError are others. All of requests' come from RequestException.",
        "except requests.RequestException: raise Unreachable(…)",
    ),
    mistakes=("M32",),
    cassette="fetches_the_shelves",
    overlay={
        0: {"raise": "dns"},
        1: {"raise": "refused"},
        2: {"raise": "connect-timeout"},
        3: {"raise": "read-timeout"},
    },
    waits=True,
)
def test_raises_when_nobody_answers(exercise, world):
    """Raises Unreachable when nobody answers, for whatever reason."""
    reasons = (
        "the host was unknown",
        "the connection was refused",
        "nobody took the connection in time",
        "no answer came in time",
    )
    for shelf, what in zip(world.shelves, reasons, strict=True):
        raises(exercise, cellar(world, shelf), "Unreachable", what)


@check(
    points=1,
    says="the body is cut short",
    hint=(
        "Here the answer begins well and ends badly. Which exceptions does your code catch?",
        "A cut body is a ChunkedEncodingError: no Timeout and no ConnectionError, but a RequestException.",
    ),
    mistakes=("M31",),
    cassette="fetches_the_shelves",
    overlay={
        0: {"raise": "reset"},
        1: {"body_bytes": 20, "break": "read-timeout"},
        2: {"body_bytes": 20, "break": "reset"},
        3: {"body_bytes": 20},
    },
    waits=True,
)
def test_raises_when_the_answer_breaks_off(exercise, world):
    """Raises Unreachable when the line goes dead, before the answer or in the middle of it."""
    reasons = (
        "the connection was reset",
        "the answer stopped in the middle, and time ran out",
        "the connection was reset in the middle of the answer",
        "the body was cut short",
    )
    for shelf, what in zip(world.shelves, reasons, strict=True):
        raises(exercise, cellar(world, shelf), "Unreachable", what)


@check(
    points=1,
    says="the body can't be decoded as JSON",
    hint=(
        "Somebody was reached here, and asking again won't help. What does `response.json()` raise?",
        "requests.JSONDecodeError is a RequestException, too: decode in a `try` of its own.",
        "try: return response.json()  except requests.JSONDecodeError: raise BadReply(…)",
    ),
    mistakes=("M22",),
    waits=True,
)
def test_raises_bad_reply(exercise, world):
    """Raises BadReply for JSON that breaks off, and for a web page."""
    raises(exercise, cellar(world, "ledger"), "BadReply", "the JSON broke off")
    raises(exercise, cellar(world, "door"), "BadReply", "a web page came")


@check(
    points=0,
    says="an error status (4xx, 5xx) raises requests.HTTPError, with its ``response``",
    hint=(
        "Look at the status before you decode: an error may have JSON, or a web page.",
        "`requests.HTTPError(text, response=response)` takes the answer along.",
    ),
    mistakes=("M17",),
    waits=True,
)
def test_raises_for_an_error_status(exercise, world, wire):
    """Raises HTTPError for an error status, with the response, and is ready for the next request."""
    for url in (cellar(world, world.missing), world.url("/legacy/menu")):
        error = raises(exercise, url, "HTTPError", "the answer was an error")
        response = getattr(error, "response", None)
        assert response is not None, "Your HTTPError has no `response`: nobody can see which status it was."
        assert response.status_code == wire[-1].response.status, "Your HTTPError has another response than the answer."
    answer = exercise.fetch(cellar(world, world.shelf))
    assert answer == wire[-1].response.json(), "Your function did not return the JSON of the answer:"


@check(
    points=1,
    says="So its query shows in no text",
    hint=(
        "Let it happen, and read the whole traceback: whose text has the key in it?",
        "Make a text of your own from what comes before the `?`. For an error status, make an HTTPError of your own.",
        "raise Unreachable(f\"{url.partition('?')[0]}: {type(error).__name__}\") from None",
    ),
    mistakes=("M57",),
    cassette="raises_for_an_error_status",
    overlay={2: {"raise": "refused"}},
    waits=True,
)
def test_keeps_the_key_to_itself(exercise, world, secrets):
    """Keeps the key in the URL out of all texts."""
    secrets.put("CELLAR_KEY", world.key)
    for url, name in ((cellar(world, world.shelf), "Unreachable"), (cellar(world, world.missing), "HTTPError")):
        error = raises(exercise, url, name, "the connection was refused" if name == "Unreachable" else "a 404 came")
        # The URL of a request has the key, of course: this server wants it there.
        shown = [place for place in secrets.leaks(as_printed(error)) if not place.startswith("the URL of")]
        assert not shown, f"The key that the URL carries shows in {shown[0]}."


def as_printed(error):
    """Its chain as a traceback prints it: without what `from` has put out of sight."""
    link = error
    while link is not None:
        if link.__suppress_context__:
            link.__context__ = None
        link = link.__cause__ or link.__context__
    return error


@check(
    points=0,
    says="Wait at most ``timeout`` seconds for the connection, and for the answer. The request goes over ``session``",
    hint=(
        "`requests` waits for ever unless it is told otherwise: pass `timeout=timeout` on.",
        "`session.get` takes what `requests.get` takes.",
    ),
    mistakes=("M01", "M02", "M13"),
    cassette="fetches_the_shelves",
    waits=True,
)
def test_passes_timeout_and_session_on(exercise, world, wire, client):
    """Waits no longer than it is told to, and uses the session that it is given."""
    session = client.session()
    session.headers.update({"User-Agent": "a guest who comes often"})
    exercise.fetch(cellar(world, world.shelves[0]), timeout=0.25, session=session)
    connect, read = wire[0].timeout
    assert connect is not None or read is not None, "Your request does not pass `timeout` on to requests."
    assert read is not None, "Your request has a timeout for the connection only: it waits for the answer for ever."
    assert wire[0].waits_at_most(0.25), f"With timeout=0.25 your request waits {connect} s and {read} s."
    used = wire[0].request.headers.get("User-Agent") == "a guest who comes often"
    assert used, "Your code did not use the session that it was given."


@check(
    points=0,
    says="any other exception, such as a TypeError: it is a bug",
    hint=(
        "Here the session itself is broken. If your code says “unreachable”, nobody will ever find out.",
        "How wide is your `except`? Every RequestException is an OSError, but not every OSError is of requests.",
        "Catch requests.RequestException, and nothing wider.",
    ),
    mistakes=("M32",),
    cassette="fetches_the_shelves",
    silent=True,
    waits=True,
)
def test_lets_bugs_through(exercise, world, props):
    """Lets exceptions through that are not of requests' making."""
    for name in ("RuntimeError", "ValueError", "FileNotFoundError"):
        answer, raised = None, None
        try:
            answer = exercise.fetch(cellar(world, world.shelves[0]), session=props.clumsy(name))
        except (exercise.Unreachable, exercise.BadReply, RuntimeError, ValueError, OSError) as error:
            raised = type(error).__name__
        assert answer is None, "Your code did not use the session that it was given."
        assert raised, f"Your function returned None for a {name}: its `except` hides every bug."
        assert raised == name, f"Your code made {raised} of a {name}: its `except` is so wide that it hides bugs."


@check(
    points=0,
    says="the redirects never end",
    hint="`requests` gives up after 30 redirects, and raises TooManyRedirects, which is a RequestException.",
    waits=True,
)
def test_raises_when_redirects_never_end(exercise, world):
    """Raises Unreachable when it is sent up and down the stairs."""
    raises(exercise, cellar(world, "stairs"), "Unreachable", "the redirects never ended")
