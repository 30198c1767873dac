"""Checks for e10.

The bistro has three lists, each a bit messier than the one before, so that one difficulty comes after the other: the
counter's dishes are complete, on the terrace there are gaps and new fields, and in the house there are new spices and
times with all kinds of offsets as well.
"""

from datetime import datetime
from decimal import Decimal

import pytest
import requests

from grader.check import check, kind

DIFFICULTY = 3
CORE = True


def pairs(dishes, wire):
    """Each dish that a function returned, and the record that it was made of."""
    assert dishes is not None, "Your function returned None, not a list."
    assert isinstance(dishes, list), f"Your function returned {kind(dishes)}, and should return a list."
    records = wire[0].response.json()["dishes"]
    for dish in dishes:
        assert hasattr(dish, "slug"), f"Your list should have Dish objects in it, and has {kind(dish)} in it."
    assert len(dishes) == len(records), f"Your list is {len(dishes)} long, and the bistro sent {len(records)} dishes."
    assert [dish.slug for dish in dishes] == [record["slug"] for record in records], (
        "Your list has not the dishes of the bistro, or in another order."
    )
    return list(zip(dishes, records, strict=True))


@check(
    points=2,
    says="Return the dishes of ``GET /dishes`` as a list of Dish, in the order in which they come",
    hint=(
        "First look at the JSON: it is an object, and the list of dishes is one of its fields.",
        'response.json()["dishes"] is a list of dicts. Make a Dish of each, field by field.',
        'Dish(slug=record["slug"], name=record["name"], …); leave TODO 2 and 3 for later.',
    ),
)
def test_makes_dishes(exercise, world, wire):
    """Makes a Dish of each object in the JSON."""
    for dish, record in pairs(exercise.get_dishes(world.url("/counter")), wire):
        assert (dish.slug, dish.name) == (record["slug"], record["name"]), "Slug and name stay as they are."
        assert dish.tags == record["tags"], f"{dish.slug}: the tags stay as they are."


@check(
    points=1,
    says="may be null, or missing",
    hint=(
        "Not every dish has every field, and some have fields that are not in the table.",
        '`record["chef"]` raises where there is none; `record.get("chef")` is None then.',
        "Name each field that you take, instead of `Dish(**record)`: what you don't name is ignored.",
    ),
    mistakes=("M26", "M27"),
)
def test_bears_gaps_and_new_fields(exercise, world, wire):
    """Bears what is null, missing or new."""
    for dish, record in pairs(exercise.get_dishes(world.url("/terrace")), wire):
        for name in ("chef", "on_menu_since"):
            if record.get(name) is None:
                lack = "null" if name in record else "missing"
                found = getattr(dish, name)
                assert found is None, f"{dish.slug}: {name} is {lack} in the JSON, so it should be None, not {found!r}."
        assert dish.chef == record.get("chef"), f"{dish.slug}: that is not the chef."


@check(
    points=1,
    says='price | text such as "9.50" | a Decimal, exactly that price',
    hint=(
        "Money is counted, not measured: a float has no exact 9.30.",
        "`decimal.Decimal` takes a text, and keeps what it says.",
        'Decimal(record["price"])',
    ),
    mistakes=("M28",),
    cassette="makes_dishes",
)
def test_reads_prices(exercise, world, wire):
    """Reads prices as Decimal."""
    for dish, record in pairs(exercise.get_dishes(world.url("/counter")), wire):
        price, text = dish.price, record["price"]
        assert isinstance(price, Decimal), f"{dish.slug}: the price is {kind(price)}, and should be a Decimal."
        assert price == Decimal(text), (
            f"{dish.slug}: the price is not exactly {text}. Was it a float before?\n{'got':<9}{price}"
        )


@check(
    points=1,
    says='spice | "mild", "medium" or "hot"; may be a new word | a Spice; UNKNOWN for a new word',
    hint=(
        "In this list there is a spice that your program has never heard of. It should go on without it.",
        "`Spice(word)` finds the member with that value, and raises ValueError when there is none.",
        "Put `try:` around `Spice(word)`, and return `Spice.UNKNOWN` in its `except ValueError:`.",
    ),
    mistakes=("M27",),
)
def test_knows_spices(exercise, world, wire):
    """Knows the spices, and takes a new word as UNKNOWN."""
    members = {word: getattr(exercise.Spice, word.upper()) for word in ("mild", "medium", "hot", "unknown")}
    for dish, record in pairs(exercise.get_dishes(world.base_url), wire):
        word = record["spice"]
        assert not isinstance(dish.spice, str), f"{dish.slug}: the spice is {kind(dish.spice)}, and should be a Spice."
        expected = members.get(word, members["unknown"])
        assert dish.spice == expected, (
            f"{dish.slug}: the spice is {dish.spice!r}, for “{word}” it should be {expected!r}."
        )


@check(
    points=1,
    says="ISO 8601 with offset; may be null, or missing | an aware datetime, that very moment; or None",
    hint=(
        "Z means UTC, +02:00 is two hours ahead of it. Cutting that off makes another moment of it.",
        "From Python 3.11 on, `datetime.fromisoformat` reads all of these, Z and offsets, too.",
        "datetime.fromisoformat(text) if text is not None else None",
    ),
    mistakes=("M29",),
    cassette="knows_spices",
)
def test_reads_moments(exercise, world, wire):
    """Reads moments as aware datetimes."""
    for dish, record in pairs(exercise.get_dishes(world.base_url), wire):
        text, since = record.get("on_menu_since"), dish.on_menu_since
        if text is None:
            continue
        assert isinstance(since, datetime), f"{dish.slug}: on_menu_since is {kind(since)}, and should be a datetime."
        assert since.utcoffset() is not None, f"{dish.slug}: on_menu_since is naive, the offset of {text} was lost."
        assert since == datetime.fromisoformat(text), f"{dish.slug}: {since.isoformat()} is another moment than {text}."


@check(
    points=0,
    says="requests.HTTPError: for an error status",
    hint="Call `raise_for_status()` before you read the JSON.",
    mistakes=("M17",),
    waits=True,
)
def test_raises_for_an_error(exercise, world):
    """Raises HTTPError for an error status."""
    with pytest.raises(requests.HTTPError):
        exercise.get_dishes(world.url("/garden"))


@check(
    points=0,
    says="Wait at most ``timeout`` seconds for an answer",
    hint="`requests` waits for ever unless it is told otherwise: pass `timeout=timeout` on.",
    mistakes=("M01",),
    cassette="makes_dishes",
    waits=True,
)
def test_passes_the_timeout_on(exercise, world, wire):
    """Waits no longer than it is told to."""
    exercise.get_dishes(world.url("/counter"), timeout=0.25)
    assert wire[0].waits_at_most(0.25), "Your request does not pass `timeout` on to requests."
