"""M74 · The limit is not looked at.

caught by: stops_at_the_limit
message: your iterator yields 14 reviews
"""

import requests


class PageLoop(Exception):
    """The pages come to no end."""


def iter_reviews(base_url, *, limit=None, max_pages=100, timeout=5.0, session=None):
    get = session.get if session else requests.get
    cursor, sent = None, set()
    if limit == 0:
        return
    for _ in range(max_pages):
        response = get(f"{base_url}/reviews", params={"cursor": cursor}, timeout=timeout)
        response.raise_for_status()
        page = response.json()
        yield from page["reviews"]
        if not page["has_more"]:
            return
        sent.add(cursor)
        cursor = page["next_cursor"]
        if cursor in sent:
            raise PageLoop(cursor)
    raise PageLoop(f"more than {max_pages} pages")
