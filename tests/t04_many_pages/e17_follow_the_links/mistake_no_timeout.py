"""M01 · Only the first page has a timeout.

caught by: passes_the_timeout_on
message: Your request 2 does not pass `timeout` on
"""

from urllib.parse import urljoin

import requests


def iter_orders(url, *, max_pages=100, timeout=5.0, session=None):
    session = session or requests.Session()
    response = session.get(url, timeout=timeout)
    for page in range(max_pages):
        response.raise_for_status()
        yield from response.json()
        if "next" not in response.links or page == max_pages - 1:
            return
        response = session.get(urljoin(response.url, response.links["next"]["url"]))
