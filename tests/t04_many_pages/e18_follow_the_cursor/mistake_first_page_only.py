"""M69 · Only the first page is read.

caught by: reads_every_page
message: ended after the first page
"""

import requests


class PageLoop(Exception):
    """The pages come to no end."""


def iter_reviews(base_url, *, limit=None, max_pages=100, timeout=5.0, session=None):
    get = session.get if session else requests.get
    response = get(f"{base_url}/reviews", timeout=timeout)
    response.raise_for_status()
    yield from response.json()["reviews"][:limit]
