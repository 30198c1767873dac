"""A class with `__next__`; the requests are built by hand, the cursor encoded with quote."""

from urllib.parse import quote

import requests


class PageLoop(Exception):
    """The pages come to no end."""


class Reviews:
    def __init__(self, ask, limit, max_pages):
        self.ask, self.limit, self.max_pages = ask, limit, max_pages
        self.path, self.paths, self.page = "/reviews", [], iter(())

    def __iter__(self):
        return self

    def __next__(self):
        if self.limit == 0:
            raise StopIteration
        for review in self.page:
            if self.limit is not None:
                self.limit -= 1
            return review
        if self.path is None:
            raise StopIteration
        if self.path in self.paths or len(self.paths) == self.max_pages:
            raise PageLoop(self.path)
        self.paths.append(self.path)
        answer = self.ask(self.path)
        self.page = iter(answer["reviews"])
        self.path = f"/reviews?cursor={quote(answer['next_cursor'], safe='')}" if answer["has_more"] else None
        return next(self)


def iter_reviews(base_url, *, limit=None, max_pages=100, timeout=5.0, session=None):
    sender = session or requests.Session()

    def ask(path):
        request = sender.prepare_request(requests.Request("GET", base_url + path))
        answer = sender.send(request, timeout=timeout)
        answer.raise_for_status()
        return answer.json()

    return Reviews(ask, limit, max_pages)
