"""Checks for e29."""

import pytest
import requests

from grader.check import check

DIFFICULTY = 2
CORE = True


def draw(kitchen):
    """A key that is good, and one that was withdrawn."""
    return {"key": kitchen.api_key, "withdrawn": kitchen.withdrawn_key}


def key_of(exchange):
    return exchange.request.headers.get("X-API-Key")


def asks_without_a_key(exercise, world, wire):
    """Ask where there is no key, and say what the learner's code did if it raises nothing."""
    exercise.whoami(world.base_url)
    if not wire:
        pytest.fail("Your code should have raised MissingKey, since there is no key, and raised nothing.")
    shown = key_of(wire[0])
    how = "without a key" if shown is None else f"with {shown!r} for a key"
    pytest.fail(f"Your code asked {how}, and should have raised MissingKey before it asked.")


@check(
    points=2,
    says="return the JSON of ``GET /whoami``, with the key in the header ``X-API-Key``",
    hint=(
        "Is the key that you send the one in the environment variable, and is it in a header? The servers on the way "
        "write URLs down, and keys in them (RFC 6750 §2.3).",
        "`os.environ` is a dict of the environment variables; `headers={…}` of `requests.get` adds headers.",
        'requests.get(f"{base_url}/whoami", headers={"X-API-Key": os.environ[env]}, timeout=timeout)',
    ),
    match=("x-api-key",),
    mistakes=("M53", "M56"),
)
def test_shows_its_key(exercise, world, wire, secrets):
    """Shows the key that is in the environment, and returns whose it is."""
    secrets.put("BISTRO_API_KEY", world.key)
    regular = exercise.whoami(world.base_url)
    assert regular == wire[0].response.json(), "Your function did not return what the bistro said:"


@check(
    points=1,
    says="MissingKey: when the variable is not set, or has nothing but white space in it; before any request",
    hint=(
        "What does your code send when there is no such variable?",
        "`os.environ.get(env)` is None then, and `os.environ[env]` raises KeyError.",
        'key = os.environ.get(env, "") … if not key: raise MissingKey(…)',
    ),
    mistakes=("M54",),
    cassette="shows_its_key",
    silent=True,
    waits=True,
)
def test_raises_without_a_key(exercise, world, wire):
    """Raises MissingKey when the variable is not set, and sends nothing."""
    with pytest.raises(exercise.MissingKey):
        asks_without_a_key(exercise, world, wire)
    assert len(wire) == 0, "Your code raised MissingKey too late: it had sent a request already."


@check(
    points=1,
    says="in nothing that you print or log, and in the text of no exception",
    hint=(
        "Error messages and logs are read by many people, and sent to many services. What do yours say?",
        "Say which variable the key is from, or that it was refused. Nobody needs the key to understand that.",
        "The `HTTPError` of `response.raise_for_status()` has the URL in its text, and no headers.",
    ),
    mistakes=("M56", "M57", "M58"),
    waits=True,
)
def test_the_key_shows_nowhere(exercise, world, secrets):
    """Keeps a refused key out of URLs, output, logs and the texts of exceptions."""
    secrets.put("BISTRO_API_KEY", world.withdrawn)
    try:
        exercise.whoami(world.base_url)
    except Exception as error:
        places = list(secrets.leaks(error))
    else:
        places = list(secrets.leaks())
    assert not places, f"Your key shows in {places[0]}, where others read it."


@check(
    points=0,
    says="or has nothing but white space in it",
    hint=(
        "An empty variable is set, and so is one with a blank in it. What would your code send?",
        "Strip first, then ask whether something is left: `if not key:`.",
    ),
    mistakes=("M54",),
    cassette="shows_its_key",
    silent=True,
    waits=True,
)
def test_a_blank_is_no_key(exercise, world, wire, secrets):
    """Raises MissingKey when the variable is blank, and sends nothing."""
    secrets.put("BISTRO_API_KEY", " \t\n")
    with pytest.raises(exercise.MissingKey):
        asks_without_a_key(exercise, world, wire)
    assert len(wire) == 0, "Your code raised MissingKey too late: it had sent a request already."


@check(
    points=0,
    says="Send it without the white space around it",
    hint=(
        "This key has a line end behind it, as it has when a file was read into the variable.",
        "`.strip()` takes white space away from both ends of a text.",
    ),
    mistakes=("M55",),
    cassette="shows_its_key",
    waits=True,
)
def test_strips_the_key(exercise, world, wire, secrets):
    """Takes away the white space around the key."""
    secrets.put("BISTRO_API_KEY", f" {world.key}\r\n")
    try:
        exercise.whoami(world.base_url)
    except requests.exceptions.InvalidHeader:
        pytest.fail(
            "Your code sent the key with the white space around it, and `requests` refused it (InvalidHeader).\n"
            "A header's value neither begins nor ends with white space, RFC 9110 §5.5."
        )
    assert key_of(wire[0]) == world.key, "Your code changed more of the key than the white space around it."


@check(
    points=0,
    says="Read it when the function is called, since by then it may be another one",
    hint=(
        "Which lines of your file run when it is imported, and which when the function is called?",
        "A default (`key=os.environ.get(…)`) and a constant at the head of the file are worked out at the import.",
    ),
    mistakes=("M53",),
    cassette="shows_its_key",
    waits=True,
)
def test_reads_the_key_when_it_is_called(exercise, world, wire, secrets):
    """Reads the key when it is called, from the variable that it is told."""
    secrets.put("BISTRO_API_KEY", world.withdrawn)
    whoami = exercise.whoami  # here your file is imported
    secrets.put("BISTRO_API_KEY", world.key)
    whoami(world.base_url)
    early = key_of(wire[0]) == world.withdrawn
    assert not early, "Your code read the key when your file was imported, and not when the function was called."
    assert key_of(wire[0]) == world.key, "The key in the variable was changed, and your code sent another one."
    secrets.put("KEY_OF_A_FRIEND", world.withdrawn)
    whoami(world.base_url, env="KEY_OF_A_FRIEND")
    assert key_of(wire[1]) == world.withdrawn, (
        "With env='KEY_OF_A_FRIEND' your code did not send the key in that variable."
    )


@check(
    points=0,
    says="requests.HTTPError: for an error status (401 for a key that nobody has, 403 for one that was withdrawn)",
    hint="`response.raise_for_status()` raises for 4xx and 5xx.",
    mistakes=("M17",),
    cassette="the_key_shows_nowhere",
    waits=True,
)
def test_raises_when_the_key_is_refused(exercise, world, secrets):
    """Raises HTTPError when the bistro refuses the key."""
    secrets.put("BISTRO_API_KEY", world.withdrawn)
    with pytest.raises(requests.HTTPError):
        exercise.whoami(world.base_url)


@check(
    points=0,
    says="Wait at most ``timeout`` seconds for an answer. The request goes over ``session`` when one is passed in",
    hint=(
        "`requests` waits for ever unless it is told otherwise: pass `timeout=timeout` on.",
        "`session.get` takes what `requests.get` takes.",
    ),
    mistakes=("M01", "M13"),
    cassette="shows_its_key",
    waits=True,
)
def test_passes_timeout_and_session_on(exercise, world, wire, client, secrets):
    """Waits no longer than it is told to, and uses the session that it is given."""
    secrets.put("BISTRO_API_KEY", world.key)
    session = client.session()
    session.headers.update({"User-Agent": "a guest who comes often"})
    exercise.whoami(world.base_url, timeout=0.25, session=session)
    assert wire[0].waits_at_most(0.25), "Your request does not pass `timeout` on to requests."
    used = wire[0].request.headers.get("User-Agent") == "a guest who comes often"
    assert used, "Your code did not use the session that it was given."


@check(
    points=0,
    says="which does not keep the key",
    hint=(
        "Where does the session send its next request, and what goes along with it?",
        "`headers=` of a call is for one request, and `session.headers` is for all of them.",
    ),
    cassette="shows_its_key",
    waits=True,
)
def test_leaves_no_key_in_the_session(exercise, world, wire, client, secrets):
    """Leaves no key in the session that it is given."""
    secrets.put("BISTRO_API_KEY", world.key)
    session = client.session()
    exercise.whoami(world.base_url, session=session)
    session.get(world.url("/whoami"))
    assert key_of(wire[1]) is None, "Your code left the key in the session: it now goes along to every other house."
