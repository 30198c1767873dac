"""e17 · Follow the links

The evening's slips hang on a long spike. The waiter brings a few at a time, and with each handful he says where the
next one hangs. You don't guess at that place: you go where he points, for as long as you want to read on.
"""

from collections.abc import Iterator

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
    # TODO 1: yield the orders of each page, and follow the links from page to page.
    # TODO 2: make a whole URL of a relative one; urllib.parse has a function for it.
    # TODO 3: ask for no page before it is needed, and for no more than max_pages.
    raise NotImplementedError("TODO 1: yield the orders of each page")
