"""Checks for e05."""

from grader.check import check, kind

DIFFICULTY = 1
CORE = False


def draw(kitchen):
    """Somebody who comes with a few guests, too many of them, and somebody with a nickname."""
    known = [name for name in kitchen.guests if not name.isascii() and name != "Zoë Ångström"]
    first, _, last = kitchen.random.choice([name for name in kitchen.guests if " " in name]).partition(" ")
    nickname = kitchen.random.choice(["Flash", "Minou", "Zizou", "Doc"])
    return {
        "name": kitchen.random.choice(known),
        "guests": kitchen.random.randint(2, 12),
        "crowd": kitchen.random.randint(13, 60),
        "nicknamed": f'{first} "{nickname}" {last}',
    }


def compare(result, answer):
    """What the function should have returned, and what it often returns instead."""
    assert isinstance(result, tuple), f"Your function returned {kind(result)}, not a tuple of two: status and JSON."
    assert len(result) == 2, f"Your function should return two things, and returned {len(result)}."
    assert result[0] == answer.status, f"The status was {answer.status}, and you returned {result[0]!r}."
    assert not isinstance(result[1], str), "The second thing that you returned is text: `.json()` makes a dict of it."
    assert result[1] == answer.json(), "The second thing that you returned is not the JSON of the answer:"


@check(
    points=1,
    says="Send what curl sends above, for this name and so many guests, and return the answer's status and its JSON",
    hint=(
        "Go through the curl command word by word: the address, each -H, the -d. Which part does your code not send?",
        "`requests.post` takes `headers=` and `json=`, each with a dict. JSON's false is Python's False.",
        'requests.post(f"{base_url}/bookings", headers={"X-Seating": "terrace"}, json={"name": name, …})',
    ),
    mistakes=("M07", "M08", "M11"),
    match=("x-seating",),
)
def test_books_the_table(exercise, world, wire):
    """Books the table as curl would."""
    result = exercise.book_a_table(world.base_url, world.name, world.guests)
    compare(result, wire[-1].response)


@check(
    points=1,
    says="When the bistro says no, that is an answer like any other, and is not raised",
    hint=(
        "The status is 422: too many guests. The answer has a status and JSON, as the other one had.",
        "`raise_for_status()` has no place in this one. Nor has a test for 200 or 201.",
        "return response.status_code, response.json()",
    ),
    match=("x-seating",),
    waits=True,
)
def test_returns_a_no_as_well(exercise, world, wire):
    """Returns a 422 as well, with its JSON."""
    result = exercise.book_a_table(world.base_url, world.name, world.crowd)
    compare(result, wire[-1].response)


@check(
    points=0,
    says="Names may have any signs in them, quotation marks too",
    hint=(
        "In JSON a quotation mark ends a text. What does your code do with one that belongs to the name?",
        "Don't glue JSON together: hand requests a dict with `json=`, and it writes the text.",
    ),
    match=("x-seating",),
    waits=True,
)
def test_takes_any_name(exercise, world, wire):
    """Books a table for a name with quotation marks."""
    result = exercise.book_a_table(world.base_url, world.nicknamed, world.guests)
    compare(result, wire[-1].response)


@check(
    points=0,
    says="Wait at most ``timeout`` seconds for an answer",
    hint="`requests` waits for ever unless it is told otherwise: pass `timeout=timeout` on.",
    mistakes=("M01",),
    cassette="books_the_table",
    waits=True,
)
def test_passes_the_timeout_on(exercise, world, wire):
    """Waits no longer than it is told to."""
    exercise.book_a_table(world.base_url, world.name, world.guests, timeout=0.25)
    assert wire[0].waits_at_most(0.25), "Your request does not pass `timeout` on to requests."
