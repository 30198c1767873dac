"""M70 · The header is split at commas, and each piece should be a URL and a relation.

caught by: follows_the_links
message: a comma between < and > belongs to it
"""

from urllib.parse import urljoin

import requests


def links_of(response):
    links = {}
    for part in response.headers.get("Link", "").split(","):
        target, relation = part.split(";")
        links[relation.strip()] = target.strip()[1:-1]
    return links


def iter_orders(url, *, max_pages=100, timeout=5.0, session=None):
    get = session.get if session else requests.get
    for _ in range(max_pages):
        response = get(url, timeout=timeout)
        response.raise_for_status()
        yield from response.json()
        links = links_of(response)
        if 'rel="next"' not in links:
            return
        url = urljoin(url, links['rel="next"'])
