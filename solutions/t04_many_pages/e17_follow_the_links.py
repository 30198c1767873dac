"""e17 · Follow the links

The evening's slips hang on a long spike. The waiter brings a few at a time, and with each handful he says where the
next one hangs. You don't guess at that place: you go where he points, for as long as you want to read on.
"""

from collections.abc import Iterator
from urllib.parse import urljoin

import requests


def iter_orders(
    url: str, *, max_pages: int = 100, timeout: float = 5.0, session: requests.Session | None = None
) -> Iterator[dict[str, object]]:
    """Iterate over the orders of a list that comes in pages. The first page is ``GET url``.

    >>> next(iter_orders("https://bistro.test/slips?limit=3"))
    {'id': 'ord-k7m2x9bd', 'table': 7, …}

    A page is a JSON list of orders. Its ``Link`` header says where other pages are (RFC 8288 §3), for instance:

        Link: <https://bistro.test/slips?status=placed,served&from=ord-7>; rel="last",
              <https://bistro.test/slips?status=placed,served&from=ord-3>; rel="next"

    ===========================  ==================================================================================
    the header has               what to do
    ===========================  ==================================================================================
    several links, in any order  follow the one whose relation is ``next``, as it is
    commas between < and >       they belong to the URL
    a relative URL               it is relative to the URL of its page: ``?from=ord-3``, ``/slips?from=ord-3``
    several relations in a link  follow it if one of them is ``next``: ``rel="last next"`` (§3.3)
    no ``next``, or is missing   this was the last page; an empty page that has a ``next`` is not the last one
    ===========================  ==================================================================================

    The next page is asked for only when somebody wants an order from it. After ``max_pages`` pages the iterator ends,
    without an error, even if there are more.
    Each request waits at most ``timeout`` seconds for an answer, and goes over ``session`` when one is passed in.

    Raises:
        requests.HTTPError: for a page that is answered with an error status.
        requests.RequestException: for a page that does not come. Half a list must not look like a whole one.
    """
    get = requests.get if session is None else session.get
    # A `for` has an end: whatever the links say, even if they lead in a circle.
    for _ in range(max_pages):
        response = get(url, timeout=timeout)
        response.raise_for_status()
        # `yield` stops here until somebody wants the next order, so that no page is asked for before that.
        yield from response.json()
        # `links` takes the header apart. Its keys are the relations, but in one text if a link has several.
        targets = [link["url"] for relations, link in response.links.items() if "next" in relations.split()]
        if not targets:
            return
        # The URL of this page, not the first one: a redirect may have led elsewhere. Whole URLs stay as they are.
        url = urljoin(response.url, targets[0])
