"""M70 · The pattern takes everything from the first < to the last > before `next`.

caught by: follows_the_links
message: rel=
"""

import re
from urllib.parse import urljoin

import requests


def iter_orders(url, *, max_pages=100, timeout=5.0, session=None):
    get = session.get if session else requests.get
    for _ in range(max_pages):
        response = get(url, timeout=timeout)
        response.raise_for_status()
        yield from response.json()
        found = re.search(r'<(.*)>; rel="next"', response.headers.get("Link", ""))
        if found is None:
            return
        url = urljoin(url, found[1])
