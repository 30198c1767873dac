"""M74 · With a limit of 0 the first page is asked for all the same.

caught by: asks_for_nothing_when_nothing_is_wanted
message: of which nobody wants a review
"""

import requests


class PageLoop(Exception):
    """The pages come to no end."""


def iter_reviews(base_url, *, limit=None, max_pages=100, timeout=5.0, session=None):
    get = session.get if session else requests.get
    cursor, sent, count = None, set(), 0
    for _ in range(max_pages):
        response = get(f"{base_url}/reviews", params={"cursor": cursor}, timeout=timeout)
        response.raise_for_status()
        page = response.json()
        wanted = page["reviews"] if limit is None else page["reviews"][: limit - count]
        yield from wanted
        count += len(wanted)
        if count == limit:
            return
        if not page["has_more"]:
            return
        sent.add(cursor)
        cursor = page["next_cursor"]
        if cursor in sent:
            raise PageLoop(cursor)
    raise PageLoop(f"more than {max_pages} pages")
