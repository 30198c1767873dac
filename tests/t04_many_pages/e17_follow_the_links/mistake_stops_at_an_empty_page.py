"""M70 · An empty page is taken for the end of the list.

caught by: goes_on_after_an_empty_page
message: ended at an empty page
"""

from urllib.parse import urljoin

import requests


def iter_orders(url, *, max_pages=100, timeout=5.0, session=None):
    get = session.get if session else requests.get
    for _ in range(max_pages):
        response = get(url, timeout=timeout)
        response.raise_for_status()
        orders = response.json()
        if not orders:
            return
        yield from orders
        if "next" not in response.links:
            return
        url = urljoin(response.url, response.links["next"]["url"])
