"""Checks for e32."""

import pytest
import requests

from grader.check import check, kind

DIFFICULTY = 3
CORE = True

HOUR = 3600
MARGIN = 30


def draw(kitchen):
    """A program that is registered, what it may ask for, and what it may not."""
    till = kitchen.clients["till"]
    return {
        "client_id": till["client_id"],
        "client_secret": till["client_secret"],
        "scope": kitchen.random.choice(till["scope"].split()),
        "forbidden": "staff",
        "odd": kitchen.clients["odd"],
    }


def source_of(exercise, world, *rest, **keywords):
    """A TokenSource for the till."""
    url = world.url("/token/", server="auth")
    return exercise.TokenSource(url, world.client_id, world.client_secret, *rest, **keywords)


def at_the_desk(exercise, name):
    """A TokenSource for one of the desks in `other_desks.synthetic.yaml`."""
    return exercise.TokenSource(f"https://desks.test/{name}/token", "till", "practice")


def refusal(exercise, source):
    """The code of the AuthFailed that token() raises; None where it raises nothing."""
    try:
        source.token()
    except exercise.AuthFailed as failed:
        return failed.code
    return None


def needs_a_token(value):
    assert isinstance(value, str), f"Your token() returned {kind(value)}, not the token as a text."


@check(
    points=2,
    says="A token is asked for with ``POST {token_url}``. The body is a form: ``grant_type=client_credentials``",
    hint=(
        "Forget about keeping anything at first: ask, and return `access_token` from the JSON.",
        "`data=` makes a form of a dict, and `auth=` takes a pair for HTTP Basic.",
        'self.session.post(self.token_url, data={"grant_type": "client_credentials", "scope": self.scope},'
        " auth=(id, secret), timeout=self.timeout)",
    ),
    mistakes=("M09",),
    match=("authorization",),
)
def test_gets_a_token(exercise, world, wire):
    """Asks for a token with a form and HTTP Basic, and returns it."""
    token = source_of(exercise, world, world.scope).token()
    needs_a_token(token)
    assert token == wire[-1].response.json()["access_token"], "Your token() did not return the `access_token`:"


@check(
    points=1,
    says="It is kept until 30 seconds before it expires; until then nothing is sent",
    hint=(
        "What would your object have to remember to know, in the second call, that it need not ask?",
        "Keep the token, and until when it is good: now, plus `expires_in` seconds, minus 30.",
        "`time.monotonic()` is the clock for it.",
    ),
    mistakes=("M64", "M65"),
    waits=True,
)
def test_keeps_it_while_it_is_good(exercise, world, wire, clock):
    """Sends nothing while the token is good, and asks anew 30 seconds before its end."""
    source = source_of(exercise, world)
    first = source.token()
    needs_a_token(first)
    seconds = wire[0].response.json()["expires_in"]
    second = source.token()
    assert len(wire) == 1, (
        f"Your second token() asked for another token, although the first one was still good for {seconds} seconds."
    )
    assert second == first, "Your second token() did not return the token that was kept:"
    clock.advance(seconds - MARGIN - 1)
    kept = source.token()
    assert len(wire) == 1, "Your token() asked anew 31 seconds before the end; it is to keep the token until 30."
    assert kept == first, "Your token() did not return the token that was kept:"
    clock.advance(2)
    fresh = source.token()
    assert len(wire) > 1, "Your token() returned a token that is good for 29 seconds only, and sent nothing."
    assert fresh == wire[1].response.json()["access_token"], "Your token() did not return the new token:"


@check(
    points=1,
    says='for how many seconds it is good: 3600, or "3600" as text; if it is missing, one hour',
    hint=(
        "`expires_in` is only recommended (RFC 6749 §5.1), and not every server sends a number.",
        '`answer.get("expires_in", 3600)`, and `int(…)` takes a number as well as a text.',
    ),
    mistakes=("M65",),
    cassette="other_desks.synthetic",
    waits=True,
)
def test_reads_expires_in_as_it_comes(exercise, wire, clock):
    """Takes expires_in as a text, too, and one hour where it is missing."""
    for name, seconds, how in (("text", 900, 'says "900"'), ("silent", HOUR, "is missing")):
        source, sent = at_the_desk(exercise, name), len(wire)
        try:
            first = source.token()
        except (TypeError, KeyError) as error:
            pytest.fail(f"Your token() raised {type(error).__name__} where `expires_in` {how}.")
        assert first == wire[sent].response.json()["access_token"], "Your token() did not return the `access_token`:"
        clock.advance(seconds - MARGIN - 1)
        source.token()
        assert len(wire) == sent + 1, f"Where `expires_in` {how}, your token() asked anew after {seconds - 31} seconds."
        clock.advance(2)
        source.token()
        assert len(wire) == sent + 2, f"Where `expires_in` {how}, your token() kept the token for too long."


@check(
    points=1,
    says="there is no token, whether the status is 200, 400 or 401: ``AuthFailed`` with this code",
    hint=(
        "A refusal is JSON, too, with a code for programs in `error` (RFC 6749 §5.2).",
        "`raise_for_status()` would throw the code away: look for `error` first.",
        'if "error" in answer: raise AuthFailed(answer["error"])',
    ),
    mistakes=("M33",),
    waits=True,
)
def test_says_why_there_is_none(exercise, world, wire):
    """Raises AuthFailed with the server's code for a wrong secret and for a scope that is not allowed."""
    url = world.url("/token/", server="auth")
    for secret, scope in ((world.client_secret[::-1], None), (world.client_secret, world.forbidden)):
        with pytest.raises(exercise.AuthFailed) as caught:
            exercise.TokenSource(url, world.client_id, secret, scope).token()
        code = wire[-1].response.json()["error"]
        assert caught.value.code == code, "The `code` of your AuthFailed is not the `error` that the server sent:"


@check(
    points=1,
    says="there is no token, whether the status is 200, 400 or 401: ``AuthFailed`` with this code",
    hint=(
        "A status of 200 and yet no token: some servers do that, against the specification.",
        "Look for `error` in the JSON whatever the status is.",
    ),
    mistakes=("M66",),
    cassette="other_desks.synthetic",
    waits=True,
)
def test_takes_no_error_for_a_token(exercise, wire):
    """Raises AuthFailed for an error that comes with status 200."""
    try:
        code = refusal(exercise, at_the_desk(exercise, "friendly"))
    except KeyError:
        pytest.fail("Your code took a 200 for a token, but its body says `error`: some servers answer so.")
    assert code, "Your token() raised nothing for a 200 whose body says `error`: some servers answer so."
    error = wire[0].response.json()["error"]
    assert code == error, "The `code` of your AuthFailed is not the `error` that the server sent:"


@check(
    points=0,
    says='``Bearer`` in any case; any other type is ``AuthFailed("unsupported_token_type")``',
    hint=(
        "`bearer`, `Bearer` and `BEARER` are the same type (RFC 6749 §5.1). Others you can't use (§7.1).",
        'answer["token_type"].lower() != "bearer"',
    ),
    mistakes=("M63",),
    cassette="other_desks.synthetic",
    waits=True,
)
def test_reads_the_type_in_any_case(exercise, wire):
    """Takes a bearer token in any case, and none of another type."""
    for name in ("lower", "upper"):
        source = at_the_desk(exercise, name)
        try:
            token = source.token()
        except exercise.AuthFailed:
            written = wire[-1].response.json()["token_type"]
            pytest.fail(f"Your token() refused a token of type {written!r}: the case does not matter (RFC 6749 §5.1).")
        assert token == wire[-1].response.json()["access_token"], "Your token() did not return the `access_token`:"
    code = refusal(exercise, at_the_desk(exercise, "proof"))
    assert code, "Your token() returned a token of type 'DPoP' as if it were a bearer token (RFC 6749 §7.1)."
    assert code == "unsupported_token_type", "The `code` of your AuthFailed is not what the task says:"


@check(
    points=0,
    says="requests.HTTPError: for an error status without such an ``error``; the body may then be anything",
    hint=(
        "This server answers 503 and no body at all. What does your code decode?",
        "Catch `requests.JSONDecodeError` around `.json()`, and call `raise_for_status()` where there was no `error`.",
    ),
    mistakes=("M21",),
    waits=True,
)
def test_raises_for_a_server_that_is_down(exercise, world):
    """Raises HTTPError when the server is down."""
    source = exercise.TokenSource(world.url("/status/503", server="httpbin"), world.client_id, world.client_secret)
    try:
        with pytest.raises(requests.HTTPError):
            source.token()
    except ValueError as error:
        if "JSON" in type(error).__name__:
            pytest.fail("Your code decodes the body of a 503 as JSON, and it has no body.")
        raise


@check(
    points=0,
    says="``scope``, which is left out if it is None",
    hint="`requests` leaves a field out whose value is None, in `data=` as in `params=`. An empty text it sends.",
    mistakes=("M06",),
    cassette="keeps_it_while_it_is_good",
    waits=True,
)
def test_leaves_the_scope_out(exercise, world, wire):
    """Sends no scope when there is none."""
    needs_a_token(source_of(exercise, world).token())
    assert "scope" not in wire[0].request.form, "Your code sends a `scope` although there is none."


@check(
    points=0,
    says="and nowhere else: not in the form, not in the URL, not in an exception or the repr of this object",
    hint=(
        "Texts of exceptions and reprs end up in logs, and logs are read by many.",
        "A `@dataclass` shows all its fields in its repr, unless one says `field(repr=False)`.",
    ),
    mistakes=("M57",),
    waits=True,
)
def test_keeps_its_secret(exercise, world, secrets):
    """Shows the secret in no text and no repr."""
    secret = secrets.put("TILL_SECRET")
    source = exercise.TokenSource(world.url("/token/", server="auth"), world.client_id, secret)
    with pytest.raises(exercise.AuthFailed) as caught:
        source.token()
    shows = list(secrets.leaks(caught.value, source))
    assert not shows, f"The secret shows in {shows[0]}."


@check(
    points=0,
    says="Each request waits at most ``timeout`` seconds",
    hint="`requests` waits for ever unless it is told otherwise: pass `timeout=self.timeout` on.",
    mistakes=("M01",),
    cassette="keeps_it_while_it_is_good",
    waits=True,
)
def test_passes_the_timeout_on(exercise, world, wire):
    """Waits no longer than it is told to."""
    needs_a_token(source_of(exercise, world, timeout=0.25).token())
    assert wire[0].waits_at_most(0.25), "Your token() does not pass `timeout` on to requests."


@check(
    points=0,
    says="is sent by ``session`` if there is one",
    hint="The constructor in the task keeps it already: send each request with `self.session`.",
    mistakes=("M13",),
    cassette="keeps_it_while_it_is_good",
    waits=True,
)
def test_uses_the_session(exercise, world, wire, client):
    """Sends its requests with the session that it is given."""
    session = client.session()
    session.headers.update({"X-Waiter": "Ludo"})
    needs_a_token(source_of(exercise, world, session=session).token())
    assert wire[0].request.headers.get("X-Waiter") == "Ludo", (
        "Your token() does not send its request with the `session` that was given to the constructor."
    )


@check(
    points=0,
    says="Id and secret go by HTTP Basic, form-encoded first (``quote_plus``, RFC 6749 §2.3.1)",
    hint=(
        "This program's secret has a space, a plus, a percent sign and a colon.",
        "auth=(quote_plus(self.client_id), quote_plus(self.client_secret))",
    ),
    mistakes=("M62",),
    match=("authorization",),
    extra=True,
    waits=True,
)
def test_encodes_a_secret_of_any_kind(exercise, world, wire):
    """Form-encodes a secret that has more than letters and digits."""
    odd = world.odd
    token = exercise.TokenSource(world.url("/token/", server="auth"), odd["client_id"], odd["client_secret"]).token()
    assert token == wire[-1].response.json()["access_token"], "Your token() did not return the `access_token`:"
