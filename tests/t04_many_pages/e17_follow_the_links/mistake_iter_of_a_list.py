"""M74 · All pages are fetched first, and the iterator is one over a list.

caught by: asks_only_when_wanted
message: your code had asked for 3 pages
"""

from urllib.parse import urljoin

import requests


def iter_orders(url, *, max_pages=100, timeout=5.0, session=None):
    get = session.get if session else requests.get
    orders = []
    for _ in range(max_pages):
        response = get(url, timeout=timeout)
        response.raise_for_status()
        orders += response.json()
        if "next" not in response.links:
            break
        url = urljoin(response.url, response.links["next"]["url"])
    return iter(orders)
