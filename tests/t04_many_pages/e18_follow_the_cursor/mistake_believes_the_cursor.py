"""M73 · Where there is a cursor, another page is expected, though `has_more` says there is none.

caught by: ends_at_a_bookmark
message: its cursor is a bookmark
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
            yield review
            count += 1
            if count == limit:
                return
        if not page["next_cursor"]:
            return
        sent.add(cursor)
        cursor = page["next_cursor"]
        if cursor in sent:
            raise PageLoop(cursor)
    raise PageLoop(f"more than {max_pages} pages")
