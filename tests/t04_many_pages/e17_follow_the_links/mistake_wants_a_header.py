"""M70 · A page without a Link header is not expected.

caught by: follows_a_strangers_links
message: 'link'
"""

from urllib.parse import urljoin

import requests


def iter_orders(url, *, max_pages=100, timeout=5.0, session=None):
    get = session.get if session else requests.get
    for _ in range(max_pages):
        response = get(url, timeout=timeout)
        response.raise_for_status()
        yield from response.json()
        links = requests.utils.parse_header_links(response.headers["Link"])
        found = [link["url"] for link in links if "next" in link["rel"].split()]
        if not found:
            return
        url = urljoin(response.url, found[0])
