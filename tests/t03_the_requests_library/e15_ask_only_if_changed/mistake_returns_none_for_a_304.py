"""Only a 200 leads to a return; a 304 falls through to the end.

caught by: asks_whether_it_changed
message: did not return the kept board after a 304
"""

import time

import requests


def directives(response):
    parts = [part.strip().partition("=") for part in response.headers.get("Cache-Control", "").split(",")]
    return {name.lower(): value for name, _, value in parts if name}


class MenuCache:
    def __init__(self, base_url, *, timeout=5.0, session=None):
        self.base_url = base_url
        self.timeout = timeout
        self.session = session or requests.Session()
        self.board = None
        self.etag = None
        self.until = 0.0

    def get(self):
        if self.board is not None and time.monotonic() < self.until:
            return self.board
        headers = {"If-None-Match": self.etag} if self.etag else {}
        response = self.session.get(f"{self.base_url}/board", headers=headers, timeout=self.timeout)
        response.raise_for_status()
        rules = directives(response)
        if "no-store" in rules:
            self.board, self.etag = None, None
            return response.json()
        self.until = time.monotonic() + int(rules.get("max-age", 0))
        if response.status_code == 200:
            self.board = response.json()
            self.etag = response.headers.get("ETag")
            return self.board
