"""M74 · The page after the last one is asked for, and only then it is noticed that it is one too many.

caught by: stops_after_max_pages
message: With max_pages=2 your code asked for 3 pages
"""

from urllib.parse import urljoin

import requests


def iter_orders(url, *, max_pages=100, timeout=5.0, session=None):
    get = session.get if session else requests.get
    pages = 0
    while url:
        response = get(url, timeout=timeout)
        response.raise_for_status()
        pages += 1
        if pages > max_pages:
            return
        yield from response.json()
        link = response.links.get("next")
        url = urljoin(response.url, link["url"]) if link else None
