"""Checks for e33."""

import pytest
import requests

from grader.check import check, kind

DIFFICULTY = 4
CORE = False

THREADS = 8


def draw(kitchen):
    """A guest's refresh token, one that was used long ago, and for how long access tokens are good."""
    clients = kitchen.clients
    return {
        "refresh_token": clients["refresh_token"],
        "used": clients["used_refresh_token"],
        "seconds": clients["seconds"],
    }


def guest_of(exercise, world, **keywords):
    """A guest with a refresh token that was not used yet."""
    api, desk = world.url("/api", server="auth"), world.url("/token/", server="auth")
    return exercise.Guest(api, desk, world.refresh_token, **keywords)


def refreshes(wire):
    """The refreshes so far."""
    return [exchange for exchange in wire if exchange.request.method == "POST"]


def ask_with_old_tokens(client, world, wire):
    """What the server says to both tokens that are over, for code that sends them again: it gets a real answer."""
    first = wire[0].response.json()["access_token"]
    session = client.session()
    form = {"grant_type": "refresh_token", "refresh_token": world.refresh_token}
    session.post(world.url("/token/", server="auth"), data=form, timeout=5.0)
    session.get(world.url("/api/me", server="auth"), headers={"Authorization": f"Bearer {first}"}, timeout=5.0)


def times(number):
    return {0: "not once", 1: "once", 2: "twice"}.get(number, f"{number} times")


@check(
    points=1,
    says="A guest begins without an access token, and refreshes before it asks for the first time",
    hint=(
        "Two requests: a POST to `token_url` that brings an access token, and then the GET.",
        "`data=` makes a form of a dict. The access token goes into a header: `Authorization: Bearer …`.",
        'data={"grant_type": "refresh_token", "refresh_token": self.refresh_token}',
    ),
    mistakes=("M09", "M63"),
    match=("authorization",),
)
def test_refreshes_and_asks(exercise, world, wire):
    """Refreshes, asks with the access token, and returns the JSON."""
    orders = guest_of(exercise, world).get("/orders")
    assert isinstance(orders, list), f"Your get() returned {kind(orders)}, not the list that the server sent as JSON."
    assert orders == wire[-1].response.json(), "Your get() did not return the JSON that the server sent:"


@check(
    points=1,
    says="the access token is over: refreshes once, and asks once more with the new one",
    hint=(
        "Some minutes later the server says 401. What do you have that gets you another access token?",
        "Keep the access token from one call to the next. After a 401 refresh, and send the same GET again.",
    ),
    mistakes=("M14", "M64", "M67", "M68"),
    match=("authorization",),
    waits=True,
)
def test_asks_again_after_a_401(exercise, world, wire, clock, client):
    """Keeps the access token while it is good; after a 401 refreshes and asks once more."""
    guest = guest_of(exercise, world)
    guest.get("/orders")
    guest.get("/me")
    assert len(refreshes(wire)) == 1, "Your second get() refreshed, although the access token was still good."
    clock.advance(world.seconds + 1)
    try:
        me = guest.get("/me")
    except requests.HTTPError:
        assert len(refreshes(wire)) > 1, "Your get() raised HTTPError for a 401, and did not refresh."
        assert wire[-1].request.method == "GET", "Your get() refreshed after a 401, and then did not ask again."
        pytest.fail("After the refresh your get() asked with the old access token again.")
    except exercise.LoginAgain:
        pytest.fail("Your second refresh sent the old refresh token: the first refresh had brought a new one.")
    assert len(refreshes(wire)) > 1, "Your get() returned something after a 401 without having refreshed."
    assert me == wire[-1].response.json(), "After the refresh your get() did not return what the server sent:"
    ask_with_old_tokens(client, world, wire)


@check(
    points=1,
    says="it takes the place of the old one, which is worth nothing from now on, and ``on_rotate`` is called with it",
    hint=(
        "Look at the answer to each refresh: which refresh token is the one for the next?",
        '`self.refresh_token = answer["refresh_token"]`, and tell `on_rotate` if there is one.',
    ),
    mistakes=("M68",),
    match=("authorization",),
    waits=True,
)
def test_keeps_and_reports_the_new_one(exercise, world, wire, clock):
    """Refreshes with the newest refresh token, and reports each new one."""
    reported = []
    guest = guest_of(exercise, world, on_rotate=reported.append)
    for _ in range(3):
        guest.get("/me")
        clock.advance(world.seconds + 1)
    given = [exchange.response.json()["refresh_token"] for exchange in refreshes(wire)]
    assert len(given) == 3, f"The access token was over twice, and your code refreshed {times(len(given))} in all."
    assert reported == given, "Your code did not call `on_rotate` with each new refresh token, in order:"


@check(
    points=1,
    says="requests.HTTPError: another token would not help either",
    hint=(
        "This server says 401 to a new token, too. How often does your code refresh?",
        "After the second GET there is nothing left to do: `raise_for_status()`. No loop is needed, and no recursion.",
    ),
    mistakes=("M67",),
    match=("authorization",),
    cassette="takes_the_third_token.synthetic",
    waits=True,
)
def test_raises_a_second_401(exercise, wire):
    """Raises HTTPError when the new token gets a 401, too."""
    guest = exercise.Guest("https://auth.test/api", "https://auth.test/token/", "practice-refresh")
    raised = False
    try:
        guest.get("/orders")
    except requests.HTTPError:
        raised = True
    asked = len(wire) - len(refreshes(wire))
    assert asked <= 2, f"The server said 401 twice, and your code went on: it refreshed, and asked {times(asked)}."
    assert raised, "Your get() returned the answer to its second request, which was a 401."


@check(
    points=1,
    says="requests.HTTPError, and no refresh: the token is good, but not for this",
    hint=(
        "A 401 says: I don't know you. A 403 says: I know you, and you may not. Which of them does a new token help?",
        "Refresh after a 401 only.",
    ),
    mistakes=("M67",),
    match=("authorization",),
    waits=True,
)
def test_never_refreshes_for_a_403(exercise, world, wire, clock):
    """Raises HTTPError for a 403 without refreshing; a 403 after a refresh raises as well."""
    guest = guest_of(exercise, world)
    with pytest.raises(requests.HTTPError):
        guest.get("/staff")
    assert len(refreshes(wire)) == 1, "Your code refreshed after a 403: the token is good, and a new one is no better."
    clock.advance(world.seconds + 1)
    with pytest.raises(requests.HTTPError):
        guest.get("/staff")
    assert len(refreshes(wire)) == 2, "Your code did not refresh after a 401 that came when the token was over."


@check(
    points=1,
    says="LoginAgain, and no second try",
    hint=(
        "The answer is a 400 with a code in `error` (RFC 6749 §5.2). Which one means that the guest has to log in?",
        "Look for `error` before `raise_for_status()` throws the body away.",
        'if answer.get("error") == "invalid_grant": raise LoginAgain',
    ),
    mistakes=("M67", "M33"),
    match=("authorization",),
    waits=True,
)
def test_says_when_to_log_in_again(exercise, world, wire):
    """Raises LoginAgain when the refresh token is worth nothing."""
    api, desk = world.url("/api", server="auth"), world.url("/token/", server="auth")
    guest = exercise.Guest(api, desk, world.used)
    with pytest.raises(exercise.LoginAgain):
        guest.get("/orders")
    sent = len(refreshes(wire))
    assert sent == 1, f"The server had said `invalid_grant`, and your code sent the refresh {times(sent)}."
    for _ in range(2):  # it may ask the server each time, or not
        with pytest.raises(exercise.LoginAgain):
            guest.get("/orders")


@check(
    points=2,
    says="However many of them find the access token over at the same time, one of them refreshes",
    hint=(
        "Eight threads get a 401 at once. What does each of them do next, and what do the others do meanwhile?",
        "A `threading.Lock` around the refresh. Whoever had to wait for it should look whether the work is done.",
        "with self.lock:\n    if self.access == the_one_that_got_the_401:\n        self.access = self.refresh()",
    ),
    mistakes=("M68",),
    match=("authorization",),
    cassette="eight_at_once.synthetic",
    # Each refresh takes a second, in which all the others have come to wait for it, or to refresh themselves.
    overlay={place: {"delay": 1.0} for place in range(17, 25)},
    waits=True,
)
def test_refreshes_once_for_eight_threads(exercise, wire, clock, props):
    """Refreshes once when eight threads get a 401 at the same time."""
    guest = exercise.Guest("https://auth.test/api", "https://auth.test/token/", "practice-refresh")
    first = guest.get("/orders")
    clock.advance(901)
    wire.hold(THREADS)
    try:
        orders = props.eight_at_once(guest, "/orders")
    except requests.HTTPError:
        pytest.fail(
            "Eight threads got a 401, and one of them asked again before there was a new token: it has to wait."
        )
    number = len(refreshes(wire)) - 1
    assert number == 1, (
        f"Eight threads needed a new access token at the same time, and your code refreshed {times(number)}, not once."
    )
    assert orders == [first] * THREADS, "Not all of eight threads got what the server sent:"


@check(
    points=0,
    says="the old one is kept; ``on_rotate`` is not called",
    hint=(
        "A new refresh token in the answer is optional (RFC 6749 §6).",
        'Ask `if "refresh_token" in answer:` before you take it.',
    ),
    mistakes=("M68",),
    match=("authorization",),
    cassette="keeps_the_old_one.synthetic",
    waits=True,
)
def test_keeps_the_old_one(exercise, wire, clock):
    """Goes on with its refresh token when the answer has no new one."""
    reported = []
    guest = exercise.Guest(
        "https://auth.test/api", "https://auth.test/token/", "practice-refresh", on_rotate=reported.append
    )
    for number in (1, 2):
        try:
            me = guest.get("/me")
        except KeyError:
            pytest.fail("Your code raised KeyError for an answer without a `refresh_token`, which is optional.")
        assert me == wire[-1].response.json(), "Your get() did not return the JSON that the server sent:"
        assert len(refreshes(wire)) == number, "Your code did not refresh when the access token was over."
        clock.advance(901)
    assert not reported, "Your code called `on_rotate`, although the server had sent no new refresh token."


@check(
    points=0,
    says="requests.HTTPError; the body may be anything",
    hint=(
        "This server answers the refresh with 503 and no body at all. What does your code decode?",
        "Catch `requests.JSONDecodeError` around `.json()`, and call "
        "`raise_for_status()` after the look for `invalid_grant`.",
    ),
    mistakes=("M21",),
    waits=True,
)
def test_raises_when_there_is_no_refresh(exercise, world):
    """Raises HTTPError when the server that refreshes is down."""
    desk = world.url("/status/503", server="httpbin")
    guest = exercise.Guest(world.url("/api", server="auth"), desk, world.refresh_token)
    try:
        with pytest.raises(requests.HTTPError):
            guest.get("/orders")
    except ValueError as error:
        if "JSON" in type(error).__name__:
            pytest.fail("Your code decodes the body of a 503 as JSON, and it has no body.")
        raise
    except exercise.LoginAgain:
        pytest.fail("Your code raised LoginAgain for a 503: the refresh token is as good as before.")


@check(
    points=0,
    says="Each request waits at most ``timeout`` seconds",
    hint="`requests` waits for ever unless it is told otherwise: pass `timeout=self.timeout` on, to both requests.",
    mistakes=("M01",),
    cassette="refreshes_and_asks",
    waits=True,
)
def test_passes_the_timeout_on(exercise, world, wire):
    """Waits no longer than it is told to."""
    guest_of(exercise, world, timeout=0.25).get("/orders")
    for exchange in wire:
        what = "refresh" if exchange.request.method == "POST" else "GET"
        assert exchange.waits_at_most(0.25), f"Your {what} does not pass `timeout` on to requests."


@check(
    points=0,
    says="is sent by ``session`` if there is one",
    hint="The constructor in the task keeps it already: send each request with `self.session`.",
    mistakes=("M13", "M14"),
    match=("authorization",),
    cassette="refreshes_and_asks",
    waits=True,
)
def test_uses_the_session(exercise, world, wire, client):
    """Sends its requests with the session that it is given."""
    session = client.session()
    session.headers.update({"X-Waiter": "Ludo"})
    guest_of(exercise, world, session=session).get("/orders")
    assert all(exchange.request.headers.get("X-Waiter") == "Ludo" for exchange in wire), (
        "Your get() does not send its requests with the `session` that was given to the constructor."
    )
