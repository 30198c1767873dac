"""M73 · Only a cursor that is null is taken for the end.

caught by: ends_at_a_bookmark
message: its cursor is a bookmark
"""

import requests


class PageLoop(Exception):
    """The pages come to no end."""


def iter_reviews(base_url, *, limit=None, max_pages=100, timeout=5.0, session=None):
    get = session.get if session else requests.get
    params = {}
    sent = set()
    count = 0
    for _ in range(max_pages):
        if limit is not None and count >= limit:
            return
        response = get(f"{base_url}/reviews", params=params, timeout=timeout)
        response.raise_for_status()
        page = response.json()
        for review in page["reviews"][: None if limit is None else limit - count]:
            yield review
            count += 1
        if page["next_cursor"] is None or count == limit:
            return
        if page["next_cursor"] in sent:
            raise PageLoop(page["next_cursor"])
        sent.add(page["next_cursor"])
        params = {"cursor": page["next_cursor"]}
    raise PageLoop("too many pages")
