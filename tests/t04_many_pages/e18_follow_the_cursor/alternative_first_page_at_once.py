"""The first page is asked for when the function is called, the others when they are wanted."""

from itertools import chain, islice

import requests


class PageLoop(Exception):
    """The pages come to no end."""


def iter_reviews(base_url, *, limit=None, max_pages=100, timeout=5.0, session=None):
    get = session.get if session else requests.get
    sent = [None]

    def ask():
        response = get(f"{base_url}/reviews", params={"cursor": sent[-1]}, timeout=timeout)
        response.raise_for_status()
        return response.json()

    def pages(page):
        yield page["reviews"]
        while page["has_more"]:
            if page["next_cursor"] in sent:
                raise PageLoop("in a circle")
            if len(sent) >= max_pages:
                raise PageLoop("too many pages")
            sent.append(page["next_cursor"])
            page = ask()
            yield page["reviews"]

    if limit == 0:
        return iter(())
    return islice(chain.from_iterable(pages(ask())), limit)
