"""M13 · The session that is passed in is used for the first page only.

caught by: uses_your_session
message: Your request 2 did not go over the session
"""

from urllib.parse import urljoin

import requests


def iter_orders(url, *, max_pages=100, timeout=5.0, session=None):
    get = session.get if session else requests.get
    for _ in range(max_pages):
        response = get(url, timeout=timeout)
        response.raise_for_status()
        yield from response.json()
        if "next" not in response.links:
            return
        url = urljoin(response.url, response.links["next"]["url"])
        get = requests.get
