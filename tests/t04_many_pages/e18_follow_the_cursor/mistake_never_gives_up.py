"""M72 · max_pages is not looked at, so an endless list is read without end.

caught by: gives_up_after_max_pages
message: your code asked for 5 pages
"""

import requests


class PageLoop(Exception):
    """The pages come to no end."""


def iter_reviews(base_url, *, limit=None, max_pages=100, timeout=5.0, session=None):
    get = session.get if session else requests.get
    cursor, sent, count = None, set(), 0
    if limit == 0:
        return
    while True:
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
        sent.add(cursor)
        cursor = page["next_cursor"]
        if cursor in sent:
            raise PageLoop(cursor)
