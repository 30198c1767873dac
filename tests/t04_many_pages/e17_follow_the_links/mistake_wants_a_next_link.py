"""M70 · The last page has links, but no next one, and the code looks for it all the same.

caught by: follows_the_links
message: looks for a `next` link on the last page
"""

from urllib.parse import urljoin

import requests


def iter_orders(url, *, max_pages=100, timeout=5.0, session=None):
    get = session.get if session else requests.get
    for _ in range(max_pages):
        response = get(url, timeout=timeout)
        response.raise_for_status()
        yield from response.json()
        if "Link" not in response.headers:
            return
        url = urljoin(response.url, response.links["next"]["url"])
