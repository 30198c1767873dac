"""M69 · The pages are counted, where this list has cursors.

caught by: reads_every_page
message: `page`
"""

import requests


class PageLoop(Exception):
    """The pages come to no end."""


def iter_reviews(base_url, *, limit=None, max_pages=100, timeout=5.0, session=None):
    get = session.get if session else requests.get
    cursor, sent, count = None, set(), 0
    if limit == 0:
        return
    for page_number in range(1, max_pages + 1):
        response = get(f"{base_url}/reviews", params={"page": page_number}, timeout=timeout)
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
