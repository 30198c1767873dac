"""M74 · max_pages is not looked at.

caught by: stops_after_max_pages
message: With max_pages=2 your code asked for 3 pages
"""

from urllib.parse import urljoin

import requests


def iter_orders(url, *, max_pages=100, timeout=5.0, session=None):
    get = session.get if session else requests.get
    while url:
        response = get(url, timeout=timeout)
        response.raise_for_status()
        yield from response.json()
        link = response.links.get("next")
        url = urljoin(response.url, link["url"]) if link else None
