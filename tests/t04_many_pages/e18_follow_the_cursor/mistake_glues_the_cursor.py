"""M03 · The cursor is put into the URL as it is, where + means a space.

caught by: reads_every_page
message: there a + means a space
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
        url = f"{base_url}/reviews?cursor={cursor}" if cursor else f"{base_url}/reviews"
        response = get(url, timeout=timeout)
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
    raise PageLoop(f"more than {max_pages} pages")
