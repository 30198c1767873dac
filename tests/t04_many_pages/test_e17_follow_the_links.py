"""Checks for e17."""

import itertools

import pytest
import requests

from grader.check import check, kind

DIFFICULTY = 3
CORE = False

STATUSES = ["placed", "cooking", "served"]


def draw(kitchen):
    """Addresses of lists: how many orders make a page, and in which order the statuses are named."""
    limit = kitchen.random.choice([2, 3])
    statuses = ",".join(kitchen.random.sample(STATUSES, 3))
    return {
        "slips": f"/slips?status={statuses}&limit={limit}",
        "relative": f"/terrace/slips?status={statuses}&limit={limit}",
        "with_gaps": "/counter/slips?status=placed&limit=2",
        "refused": "/slips?limit=0",
        "stranger": f"/kitchen/orders.json?_shape=array&_size={kitchen.random.choice([2, 3])}",
    }


def read(orders, wire):
    """The orders, one after another; not for ever."""
    assert orders is not None, "Your function returned None."
    try:
        return list(itertools.islice(orders, 50))
    except requests.HTTPError:
        needs_no_made_up_address(wire)
        raise
    except (ValueError, KeyError) as error:
        if wire and "JSON" not in type(error).__name__:
            explain(error, requests.utils.parse_header_links(wire[-1].response.headers.get("Link", "")))
        raise


def explain(error, links):
    """What went wrong when the last page's Link header was taken apart, or when one of its URLs was used as it is."""
    said = f"\n{type(error).__name__}: {error}"
    next_urls = [link["url"] for link in links if link["rel"] == "next"]
    if isinstance(error, KeyError):
        assert next_urls or "next" not in said, (
            "Your code looks for a `next` link on the last page, which has none: that is how the list ends." + said
        )
        return
    assert not any(repr(url) in said for url in next_urls), (
        "Your code used a relative link as it is: it is relative to the URL of its page (RFC 8288 §3.1)." + said
    )
    assert not any("," in url for url in next_urls), (
        "Your code took a piece of a URL for the whole: a comma between < and > belongs to it (RFC 8288 §3)." + said
    )


def needs_no_made_up_address(wire):
    for number, exchange in enumerate(wire, 1):
        assert "page" not in exchange.request.query, (
            f"Your code made up the address of request {number}, with `page=`: "
            "take the URL of the `next` link as it is, whatever it looks like."
        )


def on_all_pages(exchanges):
    return [order for exchange in exchanges if exchange.response.status == 200 for order in exchange.response.json()]


def relations(wire, number):
    """The relations of the link that led to a request, as the page before names them; empty if none did."""
    links = requests.utils.parse_header_links(wire[number - 1].response.headers.get("Link", ""))
    return [link["rel"] for link in links if link["url"] == wire[number].request.url]


def has_every_order(orders, wire, recording):
    needs_no_made_up_address(wire)
    pages = [order for order in orders if isinstance(order, list)]
    assert not pages, "Your iterator yields whole pages (lists), and should yield the orders on them."
    wanted = on_all_pages(recording)
    for number in range(1, len(wire)):
        led = relations(wire, number)
        assert not led or "next" in led, (
            f"Your code followed the link `{led[0]}`, not `next`: the order of the links says nothing."
        )
    assert len(wire) > 1 or len(recording) == 1, (
        f"Your iterator ended after the first page: {len(orders)} of {len(wanted)} orders."
    )
    assert len(orders) == len(wanted), f"Your iterator yields {len(orders)} orders, and there are {len(wanted)}."
    assert orders == wanted, "Your iterator does not yield the orders of all pages:"


@check(
    points=2,
    says="follow the one whose relation is ``next``, as it is",
    hint=(
        "Print `response.headers['Link']` for the first page. Which of these URLs is the next page?",
        "`response.links` takes the header apart for you; it is a dict. What has it on the last page?",
        "`yield from response.json()`, then go on with `response.links['next']['url']`, if there is one",
    ),
    mistakes=("M69", "M70"),
)
def test_follows_the_links(exercise, world, wire, recording, client):
    """Yields the orders of all pages, from link to link."""
    orders = read(exercise.iter_orders(world.url(world.slips)), wire)
    has_every_order(orders, wire, recording)
    if len(recording) == len(wire):  # It is being made. Who asks for `page=2` gets a 422, and is then told why.
        client.get(world.url(f"{world.slips}&page=2"))


@check(
    points=1,
    says="it is relative to the URL of its page",
    hint=(
        "Here the links are no whole URLs. Print them: they are written in two ways.",
        "`urllib.parse.urljoin` completes whatever is missing.",
        "url = urljoin(response.url, link)",
    ),
    mistakes=("M71",),
)
def test_takes_relative_links(exercise, world, wire, recording):
    """Completes a relative link from the URL of its page."""
    orders = read(exercise.iter_orders(world.url(world.relative)), wire)
    has_every_order(orders, wire, recording)


@check(
    points=1,
    says="The next page is asked for only when somebody wants an order from it",
    hint=(
        "Somebody wants a few orders, and no more. How many pages has your code asked for by then?",
        "A function with `yield` in it stops there, until the next order is wanted.",
        "Yield all orders of a page before you ask for the next one.",
    ),
    mistakes=("M74",),
    cassette="follows_the_links",
    waits=True,
)
def test_asks_only_when_wanted(exercise, world, wire, recording):
    """Asks for a page only when somebody wants an order from it."""
    orders = exercise.iter_orders(world.url(world.slips))
    assert not isinstance(orders, (list, tuple)), (
        f"Your function returned {kind(orders)}: all {len(wire)} pages were asked for, before anybody wanted an order."
    )
    page = recording[0].response.json()
    orders = iter(orders)
    first = list(itertools.islice(orders, len(page)))
    assert len(wire) == 1, (
        f"The first {len(page)} orders are on one page, and your code had asked for {len(wire)} pages to yield them."
    )
    assert first == page, "Your iterator does not begin with the orders of the first page:"
    assert next(orders, None) == recording[1].response.json()[0], "Your iterator does not go on with the second page:"
    assert len(wire) == 2, f"One order of the second page was wanted, and your code had asked for {len(wire)} pages."


@check(
    points=1,
    says="After ``max_pages`` pages the iterator ends, without an error, even if there are more",
    hint=(
        "Count the pages that you ask for.",
        "`for page in range(max_pages):` can't go on for ever.",
    ),
    mistakes=("M74",),
    cassette="follows_the_links",
    waits=True,
)
def test_stops_after_max_pages(exercise, world, wire, recording):
    """Ends after max_pages pages, even if there are more."""
    orders = read(exercise.iter_orders(world.url(world.slips), max_pages=2), wire)
    assert len(wire) <= 2, f"With max_pages=2 your code asked for {len(wire)} pages."
    wanted = on_all_pages(recording[:2])
    assert len(orders) == len(wanted), f"Two pages have {len(wanted)} orders, and your iterator yields {len(orders)}."
    assert orders == wanted, "Your iterator does not yield the orders of the first two pages:"


@check(
    points=1,
    says="an empty page that has a ``next`` is not the last one",
    hint=(
        "At the counter the waiter picks out what fits only when he has taken a handful: some pages are empty.",
        "The list ends where there is no `next`. How many orders a page has says nothing about that.",
    ),
    mistakes=("M70",),
)
def test_goes_on_after_an_empty_page(exercise, world, wire, recording):
    """Goes on after a page that is empty, if there is a next one."""
    orders = read(exercise.iter_orders(world.url(world.with_gaps)), wire)
    assert orders or wire[-1].response.json(), (
        f"Your iterator ended at an empty page, although that page has a `next` link: page {len(wire)}."
    )
    has_every_order(orders, wire, recording)


@check(
    points=0,
    says="A page is a JSON list of orders",
    hint=(
        "This server is a stranger (Datasette). Its parameters have other names; its Link header is all you need.",
        "On the last page it sends no Link header at all: `response.links` is empty then.",
    ),
    mistakes=("M70",),
)
def test_follows_a_strangers_links(exercise, world, wire, recording):
    """Follows the links of a server that nobody here wrote."""
    orders = read(exercise.iter_orders(world.url(world.stranger, server="datasette")), wire)
    has_every_order(orders, wire, recording)


@check(
    points=0,
    says="requests.HTTPError: for a page that is answered with an error status",
    hint="`response.raise_for_status()`, for each page, before you read its JSON.",
    mistakes=("M17",),
    waits=True,
)
def test_raises_for_an_error(exercise, world, wire):
    """Raises HTTPError for a page that is refused."""
    with pytest.raises(requests.HTTPError):
        read(exercise.iter_orders(world.url(world.refused)), wire)


@check(
    points=0,
    says="requests.RequestException: for a page that does not come. Half a list must not look like a whole one",
    hint=(
        "The line goes dead before the second page. Who reads your iterator to its end believes to have everything.",
        "Let the exception of `requests` go through.",
    ),
    mistakes=("M32",),
    cassette="follows_the_links",
    overlay={1: {"raise": "reset"}},
    waits=True,
)
def test_raises_when_a_page_does_not_come(exercise, world, wire):
    """Raises what requests raises when the second page does not come."""
    with pytest.raises(requests.RequestException):
        read(exercise.iter_orders(world.url(world.slips)), wire)


@check(
    points=0,
    says="Each request waits at most ``timeout`` seconds for an answer",
    hint="`requests` waits for ever unless it is told otherwise: pass `timeout=timeout` on, with each page.",
    mistakes=("M01",),
    cassette="follows_the_links",
    waits=True,
)
def test_passes_the_timeout_on(exercise, world, wire):
    """Waits for no page longer than it is told to."""
    read(exercise.iter_orders(world.url(world.slips), timeout=0.25), wire)
    for number, exchange in enumerate(wire, 1):
        assert exchange.waits_at_most(0.25), f"Your request {number} does not pass `timeout` on to requests."


@check(
    points=0,
    says="goes over ``session`` when one is passed in",
    hint="`session.get` takes what `requests.get` takes.",
    mistakes=("M13",),
    cassette="follows_the_links",
    waits=True,
)
def test_uses_your_session(exercise, world, wire, client):
    """Sends each request over the session that it is given."""
    session = client.session()
    session.headers.update({"User-Agent": "a guest who reads it all"})
    read(exercise.iter_orders(world.url(world.slips), session=session), wire)
    for number, exchange in enumerate(wire, 1):
        used = exchange.request.headers.get("User-Agent") == "a guest who reads it all"
        assert used, f"Your request {number} did not go over the session that was passed in."


@check(
    points=0,
    extra=True,
    says='follow it if one of them is ``next``: ``rel="last next"`` (§3.3)',
    hint=(
        'With two pages, the next one is also the last one: `rel="last next"`. Print `response.links`.',
        "Its key is then 'last next'. Split the key at the spaces, and look for 'next' among its parts.",
    ),
    mistakes=("M70",),
    cassette="names_several_relations.synthetic",
    waits=True,
)
def test_takes_several_relations(exercise, wire, recording):
    """Follows a link that has several relations, one of which is next."""
    orders = read(exercise.iter_orders("https://bistro.test/slips?limit=2"), wire)
    assert len(wire) > 1, 'Your iterator ended at a link with rel="last next", which is a `next` link as well.'
    assert orders == on_all_pages(recording), "Your iterator does not yield the orders of both pages:"
