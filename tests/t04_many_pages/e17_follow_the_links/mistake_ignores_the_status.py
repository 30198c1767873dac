"""M17 · An error is taken for the end of the list.

caught by: raises_for_an_error
message: should have raised HTTPError
"""

from urllib.parse import urljoin

import requests


def iter_orders(url, *, max_pages=100, timeout=5.0, session=None):
    get = session.get if session else requests.get
    for _ in range(max_pages):
        response = get(url, timeout=timeout)
        if response.status_code != 200:
            return
        yield from response.json()
        if "next" not in response.links:
            return
        url = urljoin(response.url, response.links["next"]["url"])
