"""M32 · When a page does not come, the list simply ends, and half of it looks like the whole.

caught by: raises_when_a_page_does_not_come
message: RequestException
"""

from urllib.parse import urljoin

import requests


def iter_orders(url, *, max_pages=100, timeout=5.0, session=None):
    get = session.get if session else requests.get
    for _ in range(max_pages):
        try:
            response = get(url, timeout=timeout)
        except requests.RequestException:
            return
        response.raise_for_status()
        yield from response.json()
        if "next" not in response.links:
            return
        url = urljoin(response.url, response.links["next"]["url"])
