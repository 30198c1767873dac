"""M74 · The next page is fetched before the reviews of this one are handed out.

caught by: asks_only_when_wanted
message: your code had asked for 2 pages
"""

import requests


class PageLoop(Exception):
    """The pages come to no end."""


def iter_reviews(base_url, *, limit=None, max_pages=100, timeout=5.0, session=None):
    get = session.get if session else requests.get

    def ask(cursor):
        response = get(f"{base_url}/reviews", params={"cursor": cursor}, timeout=timeout)
        response.raise_for_status()
        return response.json()

    page, sent = ask(None), [None]
    while page["has_more"]:
        if page["next_cursor"] in sent or len(sent) >= max_pages:
            yield from page["reviews"]
            raise PageLoop(page["next_cursor"])
        sent.append(page["next_cursor"])
        following = ask(page["next_cursor"])
        yield from page["reviews"]
        page = following
    yield from page["reviews"]
