"""M72 · The new cursor is compared with the last one only, so a longer circle goes unnoticed.

caught by: notices_a_circle
message: reads in a circle
"""

import requests


class PageLoop(Exception):
    """The pages come to no end."""


def iter_reviews(base_url, *, limit=None, max_pages=100, timeout=5.0, session=None):
    get = session.get if session else requests.get
    cursor, count = None, 0
    if limit == 0:
        return
    for _ in range(max_pages):
        response = get(f"{base_url}/reviews", params={"cursor": cursor}, timeout=timeout)
        response.raise_for_status()
        page = response.json()
        for review in page["reviews"]:
            yield review
            count += 1
            if count == limit:
                return
        if not page["has_more"]:
            return
        if page["next_cursor"] == cursor:
            raise PageLoop(cursor)
        cursor = page["next_cursor"]
    raise PageLoop(f"more than {max_pages} pages")
