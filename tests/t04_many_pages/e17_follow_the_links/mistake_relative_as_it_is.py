"""M71 · The link is asked for as it is, which only works when it is a whole URL.

caught by: takes_relative_links
message: used a relative link as it is
"""

import requests


def iter_orders(url, *, max_pages=100, timeout=5.0, session=None):
    get = session.get if session else requests.get
    for _ in range(max_pages):
        response = get(url, timeout=timeout)
        response.raise_for_status()
        yield from response.json()
        if "next" not in response.links:
            return
        url = response.links["next"]["url"]
