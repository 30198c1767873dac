"""M74 · All pages are fetched first, and the limit is cut out of them.

caught by: asks_only_when_wanted
message: Your function returned a list
"""

import requests


class PageLoop(Exception):
    """The pages come to no end."""


def iter_reviews(base_url, *, limit=None, max_pages=100, timeout=5.0, session=None):
    get = session.get if session else requests.get
    reviews, cursor, sent = [], None, set()
    while True:
        response = get(f"{base_url}/reviews", params={"cursor": cursor}, timeout=timeout)
        response.raise_for_status()
        page = response.json()
        reviews += page["reviews"]
        if not page["has_more"]:
            return reviews[:limit]
        cursor = page["next_cursor"]
        if cursor in sent or len(sent) + 1 >= max_pages:
            raise PageLoop(cursor)
        sent.add(cursor)
