"""M70 · The header is split at commas, and so are the URLs in it.

caught by: follows_the_links
message: took a piece of a URL for the whole
"""

import requests


def next_link(header):
    for part in header.split(","):
        if 'rel="next"' in part:
            return part.split(";")[0].strip(" <>")
    return None


def iter_orders(url, *, max_pages=100, timeout=5.0, session=None):
    get = session.get if session else requests.get
    for _ in range(max_pages):
        response = get(url, timeout=timeout)
        response.raise_for_status()
        yield from response.json()
        url = next_link(response.headers.get("Link", ""))
        if url is None:
            return
