"""M77 · Everything is kept for a minute, whatever Cache-Control says.

caught by: keeps_nothing_of_no_store
message: kept an answer that says `no-store`
"""

import time

import requests


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
        self.until = time.monotonic() + 60
        if response.status_code != 304:
            self.board = response.json()
            self.etag = response.headers.get("ETag")
        return self.board
