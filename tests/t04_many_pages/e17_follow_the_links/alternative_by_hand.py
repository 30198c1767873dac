"""A class with `__next__` that asks for the first page at once, builds its requests and reads the header by itself."""

import re
from collections import deque
from urllib.parse import urljoin

import requests


class Orders:
    def __init__(self, url, max_pages, timeout, session):
        self.session, self.timeout, self.left = session or requests.Session(), timeout, max_pages
        self.following = url
        self.turn_the_page()

    def turn_the_page(self):
        self.left -= 1
        request = self.session.prepare_request(requests.Request("GET", self.following))
        answer = self.session.send(request, timeout=self.timeout)
        answer.raise_for_status()
        self.orders = deque(answer.json())
        self.following = None
        for target, parameters in re.findall(r"<([^>]*)>((?:\s*;[^,<]*)*)", answer.headers.get("Link", "")):
            relations = re.search(r';\s*rel="?([^";]*)', parameters)
            if relations and "next" in relations[1].split():
                self.following = urljoin(answer.url, target)

    def __iter__(self):
        return self

    def __next__(self):
        while not self.orders:
            if not self.following or not self.left:
                raise StopIteration
            self.turn_the_page()
        return self.orders.popleft()


def iter_orders(url, *, max_pages=100, timeout=5.0, session=None):
    return Orders(url, max_pages, timeout, session)
