"""M70 · The first link in the header is taken for the next page.

caught by: follows_the_links
message: followed the link `last`, not `next`
"""

from urllib.parse import urljoin

import requests


def iter_orders(url, *, max_pages=100, timeout=5.0, session=None):
    get = session.get if session else requests.get
    for _ in range(max_pages):
        response = get(url, timeout=timeout)
        response.raise_for_status()
        yield from response.json()
        link = response.headers.get("Link")
        if not link:
            return
        url = urljoin(url, link[link.index("<") + 1 : link.index(">")])
