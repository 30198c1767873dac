"""Checks for e18."""

import itertools
from urllib.parse import quote

import pytest
import requests

from grader.check import check, kind

DIFFICULTY = 3
CORE = True


def draw(kitchen):
    """How many pages of the endless list are read at most, and how many reviews beyond a page are wanted."""
    return {"max_pages": kitchen.random.randint(3, 5), "beyond": kitchen.random.randint(1, 3)}


def read(reviews, at_most=100):
    """The reviews, one after another; not for ever."""
    assert reviews is not None, "Your function returned None."
    found = list(itertools.islice(reviews, at_most))
    pages = [review for review in found if not isinstance(review, dict) or "reviews" in review]
    assert not pages, (
        f"Your iterator yields {kind(pages[0])}, which is no review: yield each review on a page by itself."
    )
    return found


def read_until(error, reviews, wire, pages):
    """The reviews that come before an exception, and whether it came; no more when too many pages were asked for."""
    found = []
    try:
        for review in reviews:
            if len(wire) > pages:
                break
            found.append(review)
    except error:
        return found, True
    return found, False


def on_all_pages(exchanges):
    return [review for exchange in exchanges for review in exchange.response.json().get("reviews", [])]


def cursors(wire):
    return [value for exchange in wire for value in exchange.request.query.get("cursor", [])]


def address(page, cursor):
    """A page's address without its query, and this cursor."""
    return f"{page.request.url.partition('?')[0]}?cursor={cursor}"


def being_made(recording, wire):
    """Whether this is recorded now. Then a request that nobody should send is recorded, too, to be told of in words."""
    return len(recording) == len(wire)


@check(
    points=2,
    says="The page that follows is ``GET {base_url}/reviews?cursor=…``",
    hint=(
        "The first request has no cursor. Where does the next one take it from?",
        "`params=` encodes a cursor, and leaves it out while it is None.",
        'params={"cursor": cursor}, then `cursor = page["next_cursor"]`, while `page["has_more"]`',
    ),
    mistakes=("M03", "M05", "M69"),
)
def test_reads_every_page(exercise, world, wire, recording, client):
    """Yields the reviews of all pages."""
    try:
        reviews = read(exercise.iter_reviews(world.base_url))
    except requests.HTTPError:
        spaces = [cursor for cursor in cursors(wire) if " " in cursor]
        assert not spaces, (
            "Your code put the cursor into the URL as it is, and there a + means a space: `params=` encodes it."
        )
        raise
    wanted = on_all_pages(recording)
    assert len(wire) > 1, f"Your iterator ended after the first page: {len(reviews)} of {len(wanted)} reviews."
    assert len(reviews) == len(wanted), f"Your iterator yields {len(reviews)} reviews, and there are {len(wanted)}."
    assert reviews == wanted, "Your iterator does not yield the reviews of all pages in their order:"
    if being_made(recording, wire):
        client.get(address(wire[0], wire[0].response.json()["next_cursor"]))


@check(
    points=0,
    says="there is another page, even if this one is empty",
    hint=(
        "On the terrace one page is empty, and there are reviews behind it.",
        "How many reviews a page has, says nothing about the pages that follow. `has_more` does.",
    ),
    mistakes=("M73",),
    cassette="ends_at_a_bookmark",
)
def test_goes_on_after_an_empty_page(exercise, world, wire, recording):
    """Goes on after an empty page."""
    reviews = read(exercise.iter_reviews(world.url("/terrace")))
    assert wire[-1].response.json()["reviews"] or not wire[-1].response.json()["has_more"], (
        f"Your iterator ended at page {len(wire)}, which is empty: its `has_more` is true."
    )
    assert reviews == on_all_pages(recording), "Your iterator does not yield the reviews of all pages in their order:"


@check(
    points=1,
    says="this was the last page, too: the text is a bookmark for somebody who comes tomorrow",
    hint=(
        "On the terrace the last page has a cursor all the same. What else does it say?",
        "Whether there is a cursor, says nothing about the pages that follow. `has_more` does.",
        'if not page["has_more"]: return',
    ),
    mistakes=("M73",),
)
def test_ends_at_a_bookmark(exercise, world, wire, recording, client):
    """Ends at a last page that has a cursor."""
    reviews = read(exercise.iter_reviews(world.url("/terrace")))
    last = next(number for number, exchange in enumerate(recording, 1) if not exchange.response.json()["has_more"])
    assert len(wire) <= last, (
        f"Your code asked for another page after page {last}, whose `has_more` is false: its cursor is a bookmark."
    )
    assert len(wire) == last, f"Your iterator ended at page {len(wire)}, although its `has_more` is true."
    assert reviews == on_all_pages(recording), "Your iterator does not yield the reviews of all pages in their order:"
    if being_made(recording, wire):
        client.get(address(wire[0], quote(wire[-1].response.json()["next_cursor"], safe="")))


@check(
    points=0,
    says="A page is asked for only when somebody wants a review from it",
    hint=(
        "Somebody wants a few reviews, and no more. How many pages has your code asked for by then?",
        "A function with `yield` in it stops there, until the next review is wanted.",
    ),
    mistakes=("M74",),
    cassette="reads_every_page",
    waits=True,
)
def test_asks_only_when_wanted(exercise, world, wire, recording):
    """Asks for a page only when somebody wants a review from it."""
    reviews = exercise.iter_reviews(world.base_url)
    assert not isinstance(reviews, (list, tuple)), (
        f"Your function returned {kind(reviews)}: {len(wire)} pages were asked for, before anybody wanted a review."
    )
    page = recording[0].response.json()["reviews"]
    reviews = iter(reviews)
    first = read(reviews, len(page))
    assert len(wire) == 1, (
        f"The first {len(page)} reviews are on one page, and your code had asked for {len(wire)} pages to yield them."
    )
    assert first == page, "Your iterator does not begin with the reviews of the first page:"
    assert next(reviews, None) == recording[1].response.json()["reviews"][0], (
        "Your iterator does not go on with page 2:"
    )
    assert len(wire) == 2, f"One review of the second page was wanted, and your code had asked for {len(wire)} pages."


@check(
    points=1,
    says="at most ``limit`` of them (None: all)",
    hint=(
        "Count the reviews that you yield, not the pages. When is the last one out?",
        "Look at the count before you ask for a page, not after. `itertools.islice` does it all.",
    ),
    mistakes=("M74",),
    cassette="reads_every_page",
    waits=True,
)
def test_stops_at_the_limit(exercise, world, wire, recording):
    """Yields no more than limit reviews, and asks for no page too many."""
    wanted = on_all_pages(recording)
    two_pages = len(on_all_pages(recording[:2]))
    reviews = read(exercise.iter_reviews(world.base_url, limit=two_pages))
    assert len(reviews) == two_pages, f"With limit={two_pages} your iterator yields {len(reviews)} reviews."
    assert len(wire) == 2, f"The first {two_pages} reviews are on 2 pages, and your code asked for {len(wire)}."
    assert reviews == wanted[:two_pages], "Your iterator does not yield the first reviews:"
    more = two_pages + world.beyond
    reviews = read(exercise.iter_reviews(world.base_url, limit=more))
    assert len(reviews) == more, f"With limit={more} your iterator yields {len(reviews)} reviews."
    assert len(wire) == 2 + 3, f"The first {more} reviews are on 3 pages, and your code asked for {len(wire) - 2}."
    assert reviews == wanted[:more], "Your iterator does not yield the first reviews:"


@check(
    points=1,
    says="PageLoop: instead of asking with a cursor that was sent before",
    hint=(
        "Print the cursors. The third page leads back to the second one.",
        "Which cursors did you send? Keep all of them in a set: a circle may be longer than one page.",
        "if cursor in sent: raise PageLoop(…)",
    ),
    mistakes=("M72",),
    waits=True,
)
def test_notices_a_circle(exercise, world, wire):
    """Raises PageLoop instead of going round in a circle."""
    reviews, raised = read_until(exercise.PageLoop, exercise.iter_reviews(world.url("/revolving")), wire, 3)
    sent = cursors(wire)
    assert len(set(sent)) == len(sent), (
        f"Your code reads in a circle: its request {len(set(sent)) + 2} sends a cursor that it had sent before."
    )
    assert raised, "Your iterator ended without an error at a circle, and half a book looks like a whole one."
    assert len(wire) == 3, f"Your code raised PageLoop after {len(wire)} pages, before any cursor had come again."
    assert reviews == on_all_pages(wire), (
        "Your iterator did not yield the reviews of all pages that had come before it raised PageLoop:"
    )


@check(
    points=1,
    says="instead of asking for more than ``max_pages`` pages",
    hint=(
        "This list never ends, and no cursor comes twice. So count the pages.",
        "`for page in range(max_pages):` ends by itself. What stands after the loop?",
    ),
    mistakes=("M72", "M74"),
    waits=True,
)
def test_gives_up_after_max_pages(exercise, world, wire, recording, client):
    """Raises PageLoop instead of asking for more than max_pages pages."""
    pages = world.max_pages
    endless = exercise.iter_reviews(world.url("/endless"), max_pages=pages)
    reviews, raised = read_until(exercise.PageLoop, endless, wire, pages)
    assert len(wire) <= pages, f"With max_pages={pages} your code asked for {len(wire)} pages."
    assert raised, (
        f"With max_pages={pages} your iterator ended without an error, though there is more: raise PageLoop there."
    )
    assert len(wire) == pages, f"With max_pages={pages} your code asked for {len(wire)} pages."
    assert reviews == on_all_pages(wire), (
        "Your iterator did not yield the reviews of all pages that had come before it raised PageLoop:"
    )
    if being_made(recording, wire):
        client.get(address(wire[0], quote(wire[-1].response.json()["next_cursor"], safe="")))


@check(
    points=0,
    says="instead of asking for more than ``max_pages`` pages",
    hint=(
        "This book has exactly as many pages as `max_pages` allows.",
        "First see whether the page is the last one, and only then whether there were too many.",
    ),
    mistakes=("M72",),
    cassette="reads_every_page",
    waits=True,
)
def test_reads_as_many_pages_as_it_may(exercise, world, wire, recording):
    """Reads a book to its end that has exactly max_pages pages."""
    pages = [exchange for exchange in recording if exchange.response.status == 200]
    exactly = exercise.iter_reviews(world.base_url, max_pages=len(pages))
    reviews, raised = read_until(exercise.PageLoop, exactly, wire, len(pages))
    assert not raised, f"The book has {len(pages)} pages, and with max_pages={len(pages)} your code raised PageLoop."
    assert reviews == on_all_pages(pages), "Your iterator does not yield the reviews of all pages in their order:"


@check(
    points=0,
    says="and none at all when ``limit`` is 0",
    hint=(
        "0 is not None. What does `if limit:` make of it?",
        "Compare with `is None`, and look at the limit before the first request.",
    ),
    mistakes=("M74",),
    cassette="reads_every_page",
    silent=True,
    waits=True,
)
def test_asks_for_nothing_when_nothing_is_wanted(exercise, world, wire):
    """Asks for no page at all when limit is 0."""
    reviews = read(exercise.iter_reviews(world.base_url, limit=0))
    assert reviews == [], f"With limit=0 your iterator yields {len(reviews)} reviews: 0 was taken for None."
    assert len(wire) == 0, "With limit=0 your code asked for a page of which nobody wants a review."


@check(
    points=0,
    says="requests.HTTPError: for a page that is answered with an error status",
    hint="`response.raise_for_status()`, for each page, before you read its JSON.",
    mistakes=("M17",),
    waits=True,
)
def test_raises_for_an_error(exercise, world):
    """Raises HTTPError where there are no reviews."""
    with pytest.raises(requests.HTTPError):
        read(exercise.iter_reviews(world.url("/attic")))


@check(
    points=0,
    says="Each request waits at most ``timeout`` seconds for an answer",
    hint="`requests` waits for ever unless it is told otherwise: pass `timeout=timeout` on, with each page.",
    mistakes=("M01",),
    cassette="reads_every_page",
    waits=True,
)
def test_passes_the_timeout_on(exercise, world, wire):
    """Waits for no page longer than it is told to."""
    read(exercise.iter_reviews(world.base_url, timeout=0.25))
    for number, exchange in enumerate(wire, 1):
        assert exchange.waits_at_most(0.25), f"Your request {number} does not pass `timeout` on to requests."


@check(
    points=0,
    says="goes over ``session`` when one is passed in",
    hint="`session.get` takes what `requests.get` takes.",
    mistakes=("M13",),
    cassette="reads_every_page",
    waits=True,
)
def test_uses_your_session(exercise, world, wire, client):
    """Sends each request over the session that it is given."""
    session = client.session()
    session.headers.update({"User-Agent": "a guest who reads it all"})
    read(exercise.iter_reviews(world.base_url, session=session))
    for number, exchange in enumerate(wire, 1):
        used = exchange.request.headers.get("User-Agent") == "a guest who reads it all"
        assert used, f"Your request {number} did not go over the session that was passed in."
