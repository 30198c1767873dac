"""M74 · The next page is asked for before the orders of this one are handed out.

caught by: asks_only_when_wanted
message: your code had asked for 2 pages
"""

from urllib.parse import urljoin

import requests


def iter_orders(url, *, max_pages=100, timeout=5.0, session=None):
    get = session.get if session else requests.get
    response = get(url, timeout=timeout)
    response.raise_for_status()
    for _ in range(max_pages - 1):
        if "next" not in response.links:
            break
        following = get(urljoin(response.url, response.links["next"]["url"]), timeout=timeout)
        following.raise_for_status()
        yield from response.json()
        response = following
    yield from response.json()
