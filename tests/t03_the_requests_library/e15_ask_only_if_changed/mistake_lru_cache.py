"""functools.lru_cache keeps the answer, for ever and for everybody.

caught by: asks_whether_it_changed
message: sent no request after 61 seconds
"""

import functools

import requests


class MenuCache:
    def __init__(self, base_url, *, timeout=5.0, session=None):
        self.base_url = base_url
        self.timeout = timeout
        self.session = session or requests.Session()

    @functools.lru_cache(maxsize=1)
    def get(self):
        response = self.session.get(f"{self.base_url}/board", timeout=self.timeout)
        response.raise_for_status()
        return response.json()
