"""M69 · Only the first page is read.

caught by: follows_the_links
message: ended after the first page
"""

import requests


def iter_orders(url, *, max_pages=100, timeout=5.0, session=None):
    get = session.get if session else requests.get
    response = get(url, timeout=timeout)
    response.raise_for_status()
    yield from response.json()
