"""Checks for e03."""

import pytest
import requests

from grader.check import check, kind

DIFFICULTY = 1
CORE = True
UNTOUCHED = "wrong request"


def draw(kitchen):
    """Names with signs that mean something in an address, and a vegan dish with some of its tags."""
    names = [dish["name"].lower() for dish in kitchen.dishes]
    tagged = kitchen.random.choice([dish for dish in kitchen.dishes if dish["vegan"] and len(dish["tags"]) > 2])
    accented = [dish["name"].lower() for dish in kitchen.dishes if not dish["vegan"] and not dish["name"].isascii()]
    return {
        "text": kitchen.random.choice([name for name in names if "&" in name]),
        "limit": kitchen.random.randint(2, 9),
        "text_with_plus": kitchen.random.choice([name for name in names if "+" in name]),
        "tagged": tagged["name"].split()[-1].lower(),
        "tags": kitchen.random.sample([tag for tag in tagged["tags"] if tag != "vegan"], 2),
        "accented": kitchen.random.choice(accented),
    }


@check(
    points=1,
    says="Search the menu with ``GET /menu`` and return the dishes that the bistro found: its JSON, as a list",
    hint=(
        "Look at the address that was sent: where does the text begin, and where does it end?",
        "`requests.get(url, params={…})` makes the part behind the question mark, and encodes it.",
        'requests.get(f"{base_url}/menu", params={"text": text, "limit": limit}, timeout=timeout)',
    ),
    mistakes=("M03", "M05", "M06", "M11"),
)
def test_finds_the_dishes(exercise, world, wire):
    """Finds dishes by a text with a sign in it."""
    found = exercise.search_menu(world.base_url, world.text, world.limit)
    answer = wire[-1].response
    assert isinstance(found, list), f"Your function returned {kind(found)}, not a list."
    assert found == answer.json(), "Your function did not return the dishes that the bistro found:"


@check(
    points=1,
    says="These parameters go along, in any order",
    hint=(
        "Compare what your code sent, parameter by parameter, with the table in the task.",
        'A list as a value becomes one parameter for each item: `{"tag": ["warm", "main"]}`. But True becomes `True`.',
        '{…, "tag": list(tags), "vegan": "true"}, and "false" for False',
    ),
    mistakes=("M06",),
)
def test_narrows_it_down(exercise, world, wire):
    """Sends each tag, and vegan=true."""
    found = exercise.search_menu(world.base_url, world.tagged, world.limit, tags=tuple(world.tags), vegan=True)
    assert found == wire[-1].response.json(), "Your function did not return the dishes that the bistro found:"


@check(
    points=0,
    says="``true`` or ``false``, in lower case; when ``vegan`` is None, not at all",
    hint=(
        "True, False and None are three different wishes.",
        "`if vegan:` is not true for False. What you want to know is whether it is None.",
        "`if vegan is not None:`, or leave None to requests: it leaves out parameters that are None.",
    ),
    mistakes=("M06",),
    waits=True,
)
def test_asks_for_dishes_that_are_not_vegan(exercise, world, wire):
    """Sends vegan=false for False."""
    found = exercise.search_menu(world.base_url, world.accented, world.limit, vegan=False)
    assert found == wire[-1].response.json(), "Your function did not return the dishes that the bistro found:"


@check(
    points=0,
    says="a part of the name, with whatever signs are in it",
    hint=(
        "In an address a plus means a space, so that a real plus has to be encoded.",
        "Don't replace signs by hand, there is always one more. `params=` knows them all.",
    ),
    mistakes=("M03",),
    waits=True,
)
def test_encodes_every_sign(exercise, world, wire):
    """Sends a plus as a plus."""
    found = exercise.search_menu(world.base_url, world.text_with_plus, world.limit)
    assert found == wire[-1].response.json(), "Your function did not return the dishes that the bistro found:"


@check(
    points=0,
    says="requests.HTTPError: when the bistro refuses the search (422 for a limit of 0), or for any other error",
    hint="`response.raise_for_status()` was in the stub; it has to stand before the body is read.",
    mistakes=("M17",),
    waits=True,
)
def test_raises_when_refused(exercise, world):
    """Raises HTTPError when the bistro refuses the search."""
    with pytest.raises(requests.HTTPError):
        exercise.search_menu(world.base_url, world.text, 0)


@check(
    points=0,
    says="Wait at most ``timeout`` seconds for an answer",
    hint="`requests` waits for ever unless it is told otherwise: pass `timeout=timeout` on.",
    mistakes=("M01",),
    cassette="finds_the_dishes",
    waits=True,
)
def test_passes_the_timeout_on(exercise, world, wire):
    """Waits no longer than it is told to."""
    exercise.search_menu(world.base_url, world.text, world.limit, timeout=0.25)
    assert wire[0].waits_at_most(0.25), "Your request does not pass `timeout` on to requests."
