"""Whole pages are yielded: `yield` where `yield from` is meant.

caught by: follows_the_links
message: yields whole pages
"""

from urllib.parse import urljoin

import requests


def iter_orders(url, *, max_pages=100, timeout=5.0, session=None):
    get = session.get if session else requests.get
    for _ in range(max_pages):
        response = get(url, timeout=timeout)
        response.raise_for_status()
        yield response.json()
        if "next" not in response.links:
            return
        url = urljoin(response.url, response.links["next"]["url"])
