"""M71 · Host and link are glued together, which works only for a link that begins with a path.

caught by: takes_relative_links
message: and should go to
"""

import requests


def iter_orders(url, *, max_pages=100, timeout=5.0, session=None):
    get = session.get if session else requests.get
    host = "/".join(url.split("/")[:3])
    for _ in range(max_pages):
        response = get(url, timeout=timeout)
        response.raise_for_status()
        yield from response.json()
        link = response.links.get("next")
        if link is None:
            return
        url = link["url"] if link["url"].startswith("http") else host + link["url"]
