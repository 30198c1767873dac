"""e16 · Count the pages

The stock room keeps its records in a book. The waiter carries up one page at a time, and at the foot of each page
stands how many dishes the whole book has. Ask for page after page, and stop when you have them all.
"""

import itertools

import requests


def all_dishes(
    base_url: str, per_page: int = 20, *, timeout: float = 5.0, session: requests.Session | None = None
) -> list[dict[str, object]]:
    """Return the dishes of all pages as one list, in their order.

    The first page is ``GET {base_url}/dishes?page=1&per_page=20``. It is a JSON object, and its ``total`` counts the
    dishes of all pages together:

        {"dishes": [{"slug": "onion-soup", …}, …], "total": 30, "page": 1, "per_page": 20}

    Every request names both ``page``, from 1, and ``per_page``. No page is asked for that is not needed, and none
    twice:

    =====  ========  =====================================
    total  per_page  pages that are asked for
    =====  ========  =====================================
    30     20        1 and 2; the second one is half empty
    30     15        1 and 2; the second one is full
    0      20        1; the list is empty
    =====  ========  =====================================

    Each request waits at most ``timeout`` seconds for an answer, and goes over ``session`` when one is passed in.

    Raises:
        requests.HTTPError: for an error status (422 when ``per_page`` is more than 50).
    """
    get = requests.get if session is None else session.get
    dishes: list[dict[str, object]] = []
    for page in itertools.count(1):
        response = get(f"{base_url}/dishes", params={"page": page, "per_page": per_page}, timeout=timeout)
        response.raise_for_status()
        answer = response.json()
        dishes += answer["dishes"]
        # Count pages, not dishes: should a dish go off the menu meanwhile, we still come to an end. `total` is read
        # anew from each page, and multiplying needs no rounding.
        if page * per_page >= answer["total"]:
            break
    return dishes
