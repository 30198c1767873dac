"""Checks for e24."""

import itertools
import uuid
from decimal import Decimal

import pytest
import requests

from grader.check import check

DIFFICULTY = 4
CORE = False


def draw(kitchen):
    """An order, amounts that are easily written wrongly, another one, and a key."""
    euros = kitchen.random.randint(11, 49)
    return {
        "order": kitchen.random.choice(kitchen.orders)["id"],
        "missing": kitchen.missing["order"],
        "amount": f"{euros}.{kitchen.random.randint(1, 9)}0",
        "higher": f"{euros + kitchen.random.randint(3, 9)}.00",
        "tens": f"{kitchen.random.randint(2, 9)}E+1",
        "tenths": f"{kitchen.random.randint(5, 9)}.{kitchen.random.randint(1, 9)}",
        "key": str(uuid.UUID(int=kitchen.random.getrandbits(128), version=4)),
    }


def keys_of(wire):
    """The key of each request, without the quotation marks of the draft."""
    return [exchange.request.headers.get("Idempotency-Key", "").strip('"') for exchange in wire]


@check(
    points=2,
    says="Pay for an order with ``POST {base_url}/orders/{order_id}/payments``, once, and return the receipt, its JSON",
    hint=(
        "Begin with one attempt: a POST with a JSON body and the header.",
        'json={"amount": f"{amount:.2f}"}, headers={"Idempotency-Key": new_key()}',
    ),
    mistakes=("M44",),
    match=("idempotency-key",),
)
def test_pays_for_the_order(exercise, world, wire):
    """Pays with the key that it is given, and returns the receipt."""
    receipt = exercise.pay(world.base_url, world.order, Decimal(world.amount), new_key=lambda: world.key)
    assert receipt == wire[-1].response.json(), "Your function did not return the receipt:"


@check(
    points=1,
    says="euros and cents as text, always two digits after the point",
    hint=(
        "Decimal('3E+1') is thirty euros. What does str() make of it, and what of Decimal('7.5')?",
        "An f-string can format a Decimal, with a fixed number of digits and no float in between.",
        'f"{amount:.2f}"',
    ),
)
def test_writes_euros_and_cents(exercise, world, wire):
    """Writes each amount as euros and cents, however the Decimal came about."""
    receipts = [exercise.pay(world.base_url, world.order, Decimal(amount)) for amount in (world.tens, world.tenths)]
    assert receipts == [exchange.response.json() for exchange in wire], "Your function did not return the receipts:"


@check(
    points=1,
    says="an earlier attempt is in flight wait 1 s (or a bit more), try again",
    hint=(
        "The card machine on the terrace is slow. Look at the statuses of the three answers: what does each one mean?",
        "A loop around the request: return after a 201, go round again after 409 and 503, otherwise raise.",
        "`new_key()` stands above the loop. After a 409, `time.sleep(1)`.",
    ),
    mistakes=("M44",),
    match=("idempotency-key",),
)
def test_tries_again_until_it_is_paid(exercise, world, wire):
    """Tries again after a 503 and after a 409, until the receipt comes."""
    try:
        receipt = exercise.pay(world.url("/terrace"), world.order, Decimal(world.amount), new_key=lambda: world.key)
    except requests.HTTPError:
        meaning = {503: "perhaps paid, perhaps not", 409: "the first attempt is still in flight"}
        status = wire[-1].response.status
        pytest.fail(f"Your code gave up after a {status}, which means: {meaning.get(status, 'try again')}.")
    for exchange, following in itertools.pairwise(wire):
        waited = following.moment - exchange.moment
        assert exchange.response.status != 409 or waited >= 0.999, (
            f"Your code waited {waited:g} s after a 409. The first attempt is still in flight: give it a second."
        )
    assert receipt == wire[-1].response.json(), "Your function did not return the receipt that came in the end:"


@check(
    points=2,
    says="perhaps paid: only the answer is lost try again",
    hint=(
        "`requests` raises when no answer comes. The payment may have gone through all the same.",
        "Try again after ConnectionError and Timeout, with the key of the first attempt: the bistro then pays nothing "
        "twice, and replays the answer that was lost.",
    ),
    mistakes=("M44", "M45"),
    cassette="tries_again_until_it_is_paid",
    overlay={0: {"raise": "read-timeout"}, 1: {"raise": "reset"}},
)
def test_pays_once_when_answers_are_lost(exercise, world, wire):
    """Pays only once when the payment went through and the answer did not."""
    # No answer in time, then a line that goes dead; the money was taken the first time.
    try:
        receipt = exercise.pay(world.url("/terrace"), world.order, Decimal(world.amount))
    except (requests.ConnectionError, requests.Timeout) as error:
        name = type(error).__name__
        pytest.fail(f"Your code let a {name} through in request {len(wire)} of 3: has the guest paid now, or not?")
    first, *others = keys_of(wire)
    assert all(keys_of(wire)), "Your request has no Idempotency-Key: each attempt takes the money once more."
    assert set(others) <= {first}, (
        "Your next attempt had another Idempotency-Key, so the guest has paid twice.\n"
        "Only the answer was lost; the money was taken the first time.\n"
        "It is the payment that has a key, not the attempt."
    )
    assert wire[-1].place == 2, f"Your code gave up after {len(wire)} of 3 requests, and did not raise."
    assert receipt == wire[-1].response.json(), "Your function did not return the receipt that came in the end:"


@check(
    points=1,
    says="Call ``new_key()`` once for each payment",
    hint=(
        "Two guests split the bill. They pay the same amount for the same order, and these are two payments.",
        "The key is no secret of the order or of the amount. It is made anew in each call: `key = new_key()`.",
    ),
    mistakes=("M46",),
)
def test_has_another_key_for_another_payment(exercise, world, wire):
    """Takes a new key for each payment, even for one that looks the same."""
    receipts = [exercise.pay(world.base_url, world.order, Decimal(world.amount)) for _ in range(2)]
    first, second = keys_of(wire)
    assert all(keys_of(wire)), "Your request has no Idempotency-Key."
    assert first != second, (
        "Your code made two payments with the same Idempotency-Key.\n"
        "Two guests split a bill and pay the same. The bistro takes the second payment for the first one sent again."
    )
    assert receipts == [exchange.response.json() for exchange in wire], "Your function did not return the receipts:"


@check(
    points=1,
    says="the key was used for another payment raise KeyReused at once",
    hint=(
        "The answer is a 422. Look at the status before `raise_for_status()` does.",
        'if response.status_code == 422: raise KeyReused("…", response=response)',
    ),
    mistakes=("M46",),
    match=("idempotency-key",),
    waits=True,
)
def test_tells_of_a_key_that_was_used(exercise, world):
    """Raises KeyReused when the key belongs to another payment."""
    exercise.pay(world.base_url, world.order, Decimal(world.amount), new_key=lambda: world.key)
    with pytest.raises(exercise.KeyReused):
        exercise.pay(world.base_url, world.order, Decimal(world.higher), new_key=lambda: world.key)


@check(
    points=0,
    says="another error status not paid raise requests.HTTPError at once",
    hint="There is no such order, and a second attempt changes nothing about it. `raise_for_status()` tells of it.",
    mistakes=("M17", "M35"),
    waits=True,
)
def test_raises_other_statuses_at_once(exercise, world, wire):
    """Raises HTTPError at once for an order that does not exist."""
    with pytest.raises(requests.HTTPError) as raised:
        exercise.pay(world.base_url, world.missing, Decimal(world.amount))
    assert not isinstance(raised.value, exercise.KeyReused), "Your code raised KeyReused for a 404."
    assert len(wire) == 1, f"Your code sent {len(wire)} requests for an order that does not exist."


@check(
    points=0,
    says="``attempts`` is how many requests are sent at most, the first one included",
    hint="In the last attempt a 409 or a 503 is raised like any other error, and nothing is waited for after it.",
    mistakes=("M37",),
    cassette="tries_again_until_it_is_paid",
    match=("idempotency-key",),
    waits=True,
)
def test_gives_up_after_the_last_attempt(exercise, world, wire, clock):
    """Gives up after as many attempts as it may make, with the last error as it was."""
    # The third attempt would bring the receipt.
    error = None
    try:
        exercise.pay(world.url("/terrace"), world.order, Decimal(world.amount), attempts=2, new_key=lambda: world.key)
    except requests.HTTPError as raised:
        error = raised
    assert len(wire) == 2, (
        f"With attempts=2 your code sent {len(wire)} {'request' if len(wire) == 1 else 'requests'}: "
        "`attempts` counts all of them, the first one included."
    )
    assert error, "Both attempts failed, and your function raised no HTTPError."
    answer, last = error.response, wire[-1].response.status
    assert answer is not None, "Your HTTPError does not have the answer as its `response`."
    assert answer.status_code == last, f"The last answer was a {last}, but your HTTPError has a {answer.status_code}."
    waited = clock.now - wire[-1].moment
    assert not waited, f"Your code waited {waited:g} s after the last attempt, for nothing."


@check(
    points=0,
    says="Each waits at most ``timeout`` seconds",
    hint="`requests` waits for ever unless it is told otherwise: pass `timeout=timeout` on, in every attempt.",
    mistakes=("M01",),
    cassette="tries_again_until_it_is_paid",
    waits=True,
)
def test_passes_the_timeout_on(exercise, world, wire):
    """Waits no longer than it is told to, in every attempt."""
    exercise.pay(world.url("/terrace"), world.order, Decimal(world.amount), timeout=0.25)
    for number, exchange in enumerate(wire, 1):
        assert exchange.waits_at_most(0.25), f"Your request {number} does not pass `timeout` on to requests."


@check(
    points=0,
    says="goes over ``session`` when one is passed in",
    hint="`session.post` takes what `requests.post` takes.",
    mistakes=("M13",),
    cassette="tries_again_until_it_is_paid",
    waits=True,
)
def test_uses_your_session(exercise, world, wire, client):
    """Sends every attempt over the session that it is given."""
    session = client.session()
    session.headers.update({"User-Agent": "a guest who comes often"})
    exercise.pay(world.url("/terrace"), world.order, Decimal(world.amount), session=session)
    used = all(exchange.request.headers.get("User-Agent") == "a guest who comes often" for exchange in wire)
    assert used, "Your code did not use the session that it was given."
