"""M74 · The limit is looked at only when the next page has come, which is a page too many.

caught by: stops_at_the_limit
message: are on 2 pages, and your code asked for 3
"""

import requests


class PageLoop(Exception):
    """The pages come to no end."""


def iter_reviews(base_url, *, limit=None, max_pages=100, timeout=5.0, session=None):
    get = session.get if session else requests.get
    cursor, sent, count = None, set(), 0
    if limit == 0:
        return
    for _ in range(max_pages):
        response = get(f"{base_url}/reviews", params={"cursor": cursor}, timeout=timeout)
        response.raise_for_status()
        page = response.json()
        for review in page["reviews"]:
            if limit is not None and count >= limit:
                return
            yield review
            count += 1
        if not page["has_more"]:
            return
        sent.add(cursor)
        cursor = page["next_cursor"]
        if cursor in sent:
            raise PageLoop(cursor)
    raise PageLoop(f"more than {max_pages} pages")
