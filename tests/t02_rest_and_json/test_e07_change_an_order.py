"""Checks for e07."""

import copy

import pytest
import requests

from grader.check import check, kind

DIFFICULTY = 2
CORE = False


def draw(kitchen):
    """An order with a note, another one with changes in it, one that was served already, and new notes."""
    free = [order for order in kitchen.orders if order["status"] != "served"]
    noted = kitchen.random.choice([order for order in free if order["note"]])
    other = kitchen.random.choice([order for order in free if order is not noted])
    served = kitchen.random.choice([order for order in kitchen.orders if order["status"] == "served"])
    return {
        "id": noted["id"],
        "etag": noted["etag"],
        "notes": kitchen.random.sample([note for note in kitchen.notes if note != noted["note"]], 2),
        "order": {name: value for name, value in other.items() if name not in ("etag", "guest")}
        | {
            "table": other["table"] % 30 + 1,
            "items": [{"dish": item["dish"], "quantity": item["quantity"] + 1} for item in other["items"]],
        },
        "order_etag": other["etag"],
        "unknown": kitchen.missing["order"],
        "served": served["id"],
        "served_etag": served["etag"],
    }


@check(
    points=1,
    says="Change the note of an order with ``PATCH /orders/{order_id}``, and return the order as it is now",
    hint=(
        "Compare what your code sends with what the task names: method, address, two headers, body.",
        "`requests.patch(url, json=…, headers=…)`: a Content-Type in `headers=` stays as it is, also with `json=`.",
        'headers={"If-Match": etag, "Content-Type": "application/merge-patch+json"}, json={"note": note}',
    ),
    mistakes=("M08", "M11"),
    match=("if-match",),
)
def test_changes_the_note(exercise, world, wire):
    """Changes the note, and only the note."""
    order = exercise.change_note(world.base_url, world.id, world.notes[0], etag=world.etag)
    same(order, wire[0].response.json())


@check(
    points=1,
    says="Replace a whole order with ``PUT /orders/{id}``, and return the order as it is now",
    hint=(
        "The body of the PUT has three fields. What your code sends has more of them, or fewer?",
        "Make a new dict for the body, with the fields that the task names.",
        'json={"table": order["table"], "items": order["items"], "note": order["note"]}',
    ),
    mistakes=("M11",),
    match=("if-match",),
)
def test_replaces_the_order(exercise, world, wire):
    """Replaces the whole order."""
    order = exercise.replace_order(world.base_url, copy.deepcopy(world.order), etag=world.order_etag)
    same(order, wire[0].response.json())


def same(order, expected):
    """The order that a function returned is the one of the answer."""
    assert order is not None, "Your function returned None, not the order."
    assert isinstance(order, dict), f"Your function returned {kind(order)}, and should return the order as a dict."
    assert order == expected, "Your function returned another order than the one in the answer, which is as it is now:"


@check(
    points=0,
    says="When ``note`` is None, the note is taken away, which a merge patch says with null",
    hint=(
        "In Python it is None, in JSON null. A field that is left out means “don't touch it”.",
        "`json=` makes null of None; nothing has to be done for it.",
    ),
    mistakes=("M26",),
    match=("if-match",),
    waits=True,
)
def test_takes_the_note_away(exercise, world, wire):
    """Takes the note away when there is none any more."""
    order = exercise.change_note(world.base_url, world.id, None, etag=world.etag)
    same(order, wire[0].response.json())


@check(
    points=1,
    says="The caller's dict stays as it was",
    hint=(
        "The dict that your function gets belongs to its caller, who may need it again.",
        "`del`, `pop` and `update` change a dict for everybody who has it. Build a new one.",
        'body = {name: order[name] for name in ("table", "items", "note")}',
    ),
    mistakes=("M14",),
    match=("if-match",),
    cassette="replaces_the_order",
    waits=True,
)
def test_leaves_the_callers_dict_alone(exercise, world):
    """Leaves the dict that it was given as it was."""
    order = copy.deepcopy(world.order)
    exercise.replace_order(world.base_url, order, etag=world.order_etag)
    gone = [name for name in world.order if name not in order]
    assert not gone, f"Your function took {', '.join(map(repr, gone))} out of the dict that belongs to its caller."
    assert order == world.order, "Your function changed the dict that belongs to its caller:"


@check(
    points=1,
    says="Conflict: for a 412: the order has another version by now",
    hint=(
        "The second waiter's change is answered with 412. What does your code do with it?",
        "Look at `response.status_code` before `raise_for_status()`, which would raise HTTPError.",
        "if response.status_code == 412: raise Conflict(…)",
    ),
    mistakes=("M17",),
    match=("if-match",),
    waits=True,
)
def test_raises_conflict(exercise, world):
    """Raises Conflict for the second of two changes to the same version."""
    order = {**world.order, "id": world.id}
    exercise.change_note(world.base_url, world.id, world.notes[0], etag=world.etag)
    with pytest.raises(exercise.Conflict):
        raised_nothing(412, exercise.change_note(world.base_url, world.id, world.notes[1], etag=world.etag))
    with pytest.raises(exercise.Conflict):
        raised_nothing(412, exercise.replace_order(world.base_url, order, etag=world.etag))


@check(
    points=0,
    says="requests.HTTPError: for any other error status, such as 409 when the order was served already",
    hint=(
        "Only a 412 is a Conflict here. What does your code make of a 404, and of a 409?",
        "After the 412 is dealt with, `raise_for_status()` raises for all other errors, and lets 200 pass.",
    ),
    mistakes=("M17",),
    match=("if-match",),
    waits=True,
)
def test_raises_for_other_errors(exercise, world):
    """Raises HTTPError for other errors."""
    order = {**world.order, "id": world.unknown}
    errors = (requests.HTTPError, exercise.Conflict)
    with pytest.raises(errors) as refused:
        raised_nothing(409, exercise.change_note(world.base_url, world.served, world.notes[0], etag=world.served_etag))
    with pytest.raises(errors) as lost:
        raised_nothing(404, exercise.replace_order(world.base_url, order, etag=world.order_etag))
    for status, caught in ((409, refused), (404, lost)):
        assert not isinstance(caught.value, exercise.Conflict), (
            f"Your code raised Conflict for a {status}; only a 412 is one, the others are HTTPError."
        )


def raised_nothing(status, answer):
    """Say what came instead of the exception."""
    what = f"a {type(answer).__name__}" if isinstance(answer, dict) else repr(answer)
    pytest.fail(f"Your function returned {what}, although the bistro answered {status} and nothing was changed.")


@check(
    points=0,
    says="Wait at most ``timeout`` seconds for an answer",
    hint="`requests` waits for ever unless it is told otherwise: pass `timeout=timeout` on, in both functions.",
    mistakes=("M01",),
    match=("if-match",),
    waits=True,
)
def test_passes_the_timeout_on(exercise, world, wire):
    """Waits no longer than it is told to."""
    exercise.change_note(world.base_url, world.id, world.notes[0], etag=world.etag, timeout=2.5)
    exercise.replace_order(world.base_url, copy.deepcopy(world.order), etag=world.order_etag, timeout=2.5)
    for exchange in wire:
        method = exchange.request.method
        assert exchange.waits_at_most(2.5), f"Your {method} does not pass `timeout` on to requests."
