"""M70 · A link with several relations is not found under the name of one of them.

caught by: takes_several_relations
message: which is a `next` link as well
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
