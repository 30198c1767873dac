"""Checks for e34."""

import pytest

from grader.check import check, kind

DIFFICULTY = 3
CORE = False


def draw(kitchen):
    """The secret that the bistro has given us."""
    return {"secret": kitchen.webhooks["secret"]}


def arrived(client, wire, world, number):
    """The body and the signature of a delivery."""
    client.get(world.url(f"/webhooks/deliveries/{number}"))
    response = wire[-1].response
    return response.body, response.headers["Bistro-Signature"]


def moment_of(header):
    """When something was signed, in seconds since 1970."""
    return int(header.removeprefix("t=").partition(",")[0])


def believed(exercise, what, *arguments, **keywords):
    """What the learner's function makes of a message that it should believe."""
    try:
        return exercise.verify(*arguments, **keywords)
    except exercise.BadSignature:
        pytest.fail(f"Your function raised BadSignature for {what}, and should believe it.")


def refused(exercise, what, *arguments, **keywords):
    """The learner's function raises BadSignature."""
    try:
        answer = exercise.verify(*arguments, **keywords)
    except exercise.BadSignature:
        return
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        name = type(error).__name__
        if "JSON" in name:
            pytest.fail(f"Your code reads JSON before the signature is proved: it raised {name} for {what}.")
        if isinstance(error, UnicodeDecodeError):
            pytest.fail(f"Your code makes text of the payload before the signature is proved: it raised {name}.")
        pytest.fail(f"Your code raised {name} for {what}, and should raise BadSignature.")
    pytest.fail(f"Your function returned {kind(answer)} for {what}, and should raise BadSignature.")


@check(
    points=2,
    says="HMAC-SHA256 (RFC 2104) in hexadecimal, keyed with ``secret``, of: ``t`` as it stands in the header, a dot",
    hint=(
        "Split the header at each comma, and each item at its first `=`.",
        "What is signed is bytes: `f\"{t}.\".encode() + payload`. A text with the payload put in it has b'…' in it.",
        "hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()",
    ),
)
def test_believes_the_bistro(exercise, world, wire, client, clock):
    """Returns what a message says that the bistro has signed."""
    payload, header = arrived(client, wire, world, 1)
    try:
        event = exercise.verify(payload, header, world.secret, clock.start)
    except exercise.BadSignature:
        signed = f"{moment_of(header)}.".encode() + payload
        pytest.fail(
            "Your function raised BadSignature for a message that the bistro has signed.\n"
            f"What the bistro signed has {len(signed)} bytes, and begins with\n{signed[:30]!r}"
        )
    assert not isinstance(event, bool), f"Your function returned {event}, and should return the JSON of the payload."
    assert isinstance(event, dict), f"Your function returned {kind(event)}, and should return the JSON as a dict."
    assert event == wire[0].response.json(), "Your function did not return what the message says:"


@check(
    points=0,
    says="``payload`` is the body, byte for byte as it came: written anew, the same JSON may have other bytes",
    hint=(
        "This message has spaces and accents of its own. What do you sign: what came, or what you have made of it?",
        "Leave `json.loads` and `decode` to the end, and sign `payload` itself.",
    ),
)
def test_takes_the_bytes_as_they_came(exercise, world, wire, client, clock):
    """Signs the bytes that came, however the JSON in them is written."""
    payload, header = arrived(client, wire, world, 2)
    event = believed(
        exercise,
        "JSON that is spaced in its own way and has accents in it",
        payload,
        header,
        world.secret,
        clock.start,
    )
    assert event == wire[0].response.json(), "Your function did not return what the message says:"


@check(
    points=1,
    says="There are several while keys change; one that is right is enough, wherever it stands",
    hint=(
        "There are two `v1` in this header. Which of them does your code look at?",
        "A dict keeps one value for a name. Collect the signatures in a list.",
        "any(hmac.compare_digest(expected, signature) for signature in signatures)",
    ),
)
def test_takes_any_of_several(exercise, world, wire, client, clock):
    """Believes a message when one of its signatures is right, the first or the last."""
    payload, header = arrived(client, wire, world, 3)
    moment, *signatures = header.split(",")
    backwards = ",".join([moment, *reversed(signatures)])
    for which, written in (("the second", header), ("the first", backwards)):
        what = f"a header with two v1, of which {which} is right"
        event = believed(exercise, what, payload, written, world.secret, clock.start)
        assert event == wire[0].response.json(), "Your function did not return what the message says:"


@check(
    points=0,
    says="``now`` is the time in seconds since 1970, and the only clock to ask",
    hint=(
        "Whoever calls your function says what time it is. Where does your code get it from?",
        "`t` and `now` are both seconds since 1970: no datetime is needed, and no time zone.",
    ),
    mistakes=("M29",),
)
def test_asks_no_other_clock(exercise, world, wire, client):
    """Compares the moment with the `now` that it is given."""
    payload, header = arrived(client, wire, world, 5)
    moment = moment_of(header)
    try:
        event = exercise.verify(payload, header, world.secret, moment + 5.0)
    except exercise.BadSignature:
        pytest.fail("Your function does not go by the `now` that it is given: by that, this message is 5 s old.")
    assert event == wire[0].response.json(), "Your function did not return what the message says:"


@check(
    points=1,
    says="BadSignature: when no ``v1`` is right",
    hint=(
        "Anybody can send you JSON with a header. What does your code compare?",
        "Make the signature yourself, from the payload and your secret, and compare it with what the header says.",
    ),
    waits=True,
)
def test_refuses_what_is_forged(exercise, world, wire, client, clock):
    """Raises BadSignature for what somebody else has signed, or changed on its way."""
    for number, what in ((7, "a message that was signed with another secret"), (8, "a message that was changed")):
        refused(exercise, what, *arrived(client, wire, world, number), world.secret, clock.start)


@check(
    points=0,
    says="All that is found out before JSON is read from the payload",
    hint="Whoever forges a message chooses its bytes, too: `json.loads` comes last, when the signature is right.",
    waits=True,
)
def test_proves_before_it_reads(exercise, world, wire, client, clock):
    """Reads no JSON from what has not been proved."""
    payload, header = arrived(client, wire, world, 1)
    refused(exercise, "a forged message that is no JSON", payload[:-9], header, world.secret, clock.start)
    refused(exercise, "a forged message that is no text", payload + b"\xff", header, world.secret, clock.start)


@check(
    points=1,
    says="What was signed more than ``tolerance`` seconds before or after it is refused",
    hint=(
        "One message here is two hours old, and another one comes from two hours ahead.",
        "`abs` makes one number of both: how far the moment is from `now`.",
        "if abs(now - int(t)) > tolerance: raise BadSignature(…)",
    ),
    waits=True,
)
def test_refuses_what_is_old_or_early(exercise, world, wire, client, clock):
    """Raises BadSignature for what was signed too long before or after now."""
    for number, what in ((5, "a message that is two hours old"), (6, "a message from two hours ahead")):
        refused(exercise, what, *arrived(client, wire, world, number), world.secret, clock.start)
    payload, header = arrived(client, wire, world, 1)
    moment = moment_of(header)
    for late in (300, -300):
        what = f"a message signed {abs(late)} s {'before' if late > 0 else 'after'} now, which tolerance=300 allows"
        believed(exercise, what, payload, header, world.secret, moment + late)
    for late, tolerance in ((300.5, 300), (-300.5, 300), (11, 10)):
        what = f"a message signed {abs(late):g} s {'before' if late > 0 else 'after'} now, with tolerance={tolerance}"
        refused(exercise, what, payload, header, world.secret, moment + late, tolerance=tolerance)


@check(
    points=1,
    says="when the header can't be read: ``t`` or ``v1`` is missing, ``t`` is no number",
    hint=(
        "Whoever forges a message writes the header as well. What does your code raise for nonsense?",
        "`int` raises a ValueError for what is no number. A list without signatures has none that is right.",
        "`hmac.compare_digest` raises a TypeError for text that is not ASCII; it takes bytes as well: `.encode()`.",
    ),
    waits=True,
)
def test_refuses_a_header_that_cannot_be_read(exercise, world, wire, client, clock):
    """Raises BadSignature, and nothing else, for a header that makes no sense."""
    payload, header = arrived(client, wire, world, 1)
    moment, signature = header.split(",")
    headers = {
        "an empty header": "",
        "a header without `=`": "nonsense",
        "a header without t": signature,
        "a header without v1": moment,
        "a header whose t is no number": f"t=soon,{signature}",
        "a header whose t is empty": f"t=,{signature}",
        "a v1 that is empty": f"{moment},v1=",
        "a v1 with an accent in it": f"{moment},v1=é{signature[4:]}",
    }
    for what, written in headers.items():
        refused(exercise, what, payload, written, world.secret, clock.start)


@check(
    points=0,
    says="``v0`` and all other names count for nothing, whatever they say",
    hint=(
        "What does your code do with an item that is neither `t` nor `v1`?",
        "Look at the name before the `=`, and go past those that you don't know.",
    ),
)
def test_counts_only_v1(exercise, world, wire, client, clock):
    """Goes past signatures of other schemes, right or wrong."""
    payload, header = arrived(client, wire, world, 4)
    believed(exercise, "a header with a v0 before its v1", payload, header, world.secret, clock.start)
    moment, _, right = header.split(",")
    renamed = f"{moment},{right.replace('v1', 'v0')}"
    refused(exercise, "a header that has a v0 and no v1", payload, renamed, world.secret, clock.start)
