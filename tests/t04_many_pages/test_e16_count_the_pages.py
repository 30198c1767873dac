"""Checks for e16."""

import pytest
import requests

from grader.check import check, kind

DIFFICULTY = 1
CORE = True


def draw(kitchen):
    """A page size with which the last page is not full, and one with which it is."""
    sizes = range(5, 16)
    total = len(kitchen.dishes)
    return {
        "uneven": kitchen.random.choice([size for size in sizes if total % size]),
        "even": kitchen.random.choice([size for size in sizes if not total % size]),
        "too_many": 51,
    }


def everything(recording):
    """The dishes of all pages."""
    return [dish for exchange in recording for dish in exchange.response.json()["dishes"]]


def pages_asked_for(wire):
    return [int(exchange.request.query["page"][0]) for exchange in wire]


def record_one_more(client, wire, recording, url):
    """Have the recording hold the page after the last one: who asks for it gets it, and is then told so in words."""
    if len(recording) == len(wire):  # it is being made
        client.get(url)


def has_every_dish(dishes, wire, recording, per_page):
    assert isinstance(dishes, list), f"Your function returned {kind(dishes)}, not a list."
    wanted = everything(recording)
    assert not any(isinstance(dish, list) for dish in dishes), (
        "Your list holds lists: put the dishes of a page into it, not the page. `extend` or `+=` does that."
    )
    assert not any(isinstance(dish, dict) and "dishes" in dish for dish in dishes), (
        "Your list holds whole pages, and should hold the dishes that stand on them."
    )
    first = wire[0].response.json()["dishes"]
    assert dishes != first or first == wanted, (
        f"Your function returned the first page only: {len(first)} of {len(wanted)} dishes."
    )
    last = wire[-1].response.json()["dishes"] or wire[-2].response.json()["dishes"]
    assert dishes != last or last == wanted, (
        f"Your function returned the last page only, and forgot those before: {len(last)} of {len(wanted)} dishes."
    )
    asked = pages_asked_for(wire)
    assert asked == [1] or set(asked) != {1}, (
        f"Your code asked for page 1 {len(asked)} times, and never for page 2: does the number grow?"
    )
    missing = len(wanted) - len(dishes)
    assert max(asked) * per_page >= len(wanted), (
        f"Your code stopped after page {max(asked)}: the last {missing} of {len(wanted)} dishes are missing."
    )
    assert not missing, f"Your list has {len(dishes)} dishes, and the book has {len(wanted)}."
    assert dishes == wanted, "Your list does not have the dishes of all pages in their order:"


@check(
    points=1,
    says="Return the dishes of all pages as one list, in their order",
    hint=(
        "One request brings one page. Print `total`: how many dishes are there, and how many have come?",
        "A loop that counts the pages from 1, and a list that grows by the dishes of each page.",
        '`dishes += answer["dishes"]`, and go on while `page * per_page < answer["total"]`',
    ),
    mistakes=("M69",),
)
def test_returns_every_dish(exercise, world, wire, recording, client):
    """Returns the dishes of all pages."""
    dishes = exercise.all_dishes(world.base_url, world.uneven)
    has_every_dish(dishes, wire, recording, world.uneven)
    after = len(everything(recording)) // world.uneven + 2
    record_one_more(client, wire, recording, world.url(f"/dishes?page={after}&per_page={world.uneven}"))


@check(
    points=1,
    says="No page is asked for that is not needed, and none twice",
    hint=(
        "Here the last page is full. How does your code know that it is the last one?",
        "`total` says it, and it stands on the first page already: no need to look for a page that is empty.",
        'After page n, n * per_page dishes have come. Is that less than `answer["total"]`?',
    ),
    mistakes=("M74",),
    waits=True,
)
def test_asks_for_no_page_too_many(exercise, world, wire, recording, client):
    """Stops after the last page, even if that page is full."""
    dishes = exercise.all_dishes(world.base_url, world.even)
    asked = sorted(pages_asked_for(wire))
    last = len(everything(recording)) // world.even
    assert max(asked) <= last, (
        f"Your code asked for page {max(asked)}, although all {len(everything(recording))} dishes had come "
        f"with page {last}."
    )
    twice = [page for page in set(asked) if asked.count(page) > 1]
    assert not twice, f"Your code asked for page {min(twice)} more than once."
    has_every_dish(dishes, wire, recording, world.even)
    record_one_more(client, wire, recording, world.url(f"/dishes?page={last + 1}&per_page={world.even}"))


@check(
    points=0,
    says="1; the list is empty",
    hint=(
        "The annex has no dishes yet: `total` is 0, and `dishes` is [].",
        "An empty book is no error. Your function returns [] after one request.",
    ),
    mistakes=("M74",),
    waits=True,
)
def test_takes_an_empty_book(exercise, world, wire, recording, client):
    """Returns an empty list when there are no dishes at all."""
    dishes = exercise.all_dishes(world.url("/annex"))
    assert dishes == [], f"There are no dishes at all here, and your function returned {kind(dishes)}, not []."
    assert len(wire) == 1, f"The first page says that `total` is 0, and your code sent {len(wire)} requests."
    record_one_more(client, wire, recording, world.url("/annex/dishes?page=2&per_page=20"))


@check(
    points=0,
    says="requests.HTTPError: for an error status (422 when ``per_page`` is more than 50)",
    hint=(
        "The bistro answered 422. What does your code do with an error status?",
        "`response.raise_for_status()`, for each page, before you read its JSON.",
    ),
    mistakes=("M17",),
    waits=True,
)
def test_raises_when_refused(exercise, world):
    """Raises HTTPError when the bistro refuses the page size."""
    with pytest.raises(requests.HTTPError):
        exercise.all_dishes(world.base_url, world.too_many)


@check(
    points=0,
    says="Each request waits at most ``timeout`` seconds for an answer",
    hint="`requests` waits for ever unless it is told otherwise: pass `timeout=timeout` on, with each page.",
    mistakes=("M01",),
    cassette="asks_for_no_page_too_many",
    waits=True,
)
def test_passes_the_timeout_on(exercise, world, wire):
    """Waits for no page longer than it is told to."""
    exercise.all_dishes(world.base_url, world.even, timeout=0.25)
    for number, exchange in enumerate(wire, 1):
        assert exchange.waits_at_most(0.25), f"Your request {number} does not pass `timeout` on to requests."


@check(
    points=0,
    says="goes over ``session`` when one is passed in",
    hint="`session.get` takes what `requests.get` takes.",
    mistakes=("M13",),
    cassette="asks_for_no_page_too_many",
    waits=True,
)
def test_uses_your_session(exercise, world, wire, client):
    """Sends each request over the session that it is given."""
    session = client.session()
    session.headers.update({"User-Agent": "a guest who reads it all"})
    exercise.all_dishes(world.base_url, world.even, session=session)
    for number, exchange in enumerate(wire, 1):
        used = exchange.request.headers.get("User-Agent") == "a guest who reads it all"
        assert used, f"Your request {number} did not go over the session that was passed in."
