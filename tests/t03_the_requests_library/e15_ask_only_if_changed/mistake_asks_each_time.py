"""M77 · What was fetched is fetched again each time: nothing is kept.

caught by: sends_nothing_while_it_is_fresh
message: sent a request at once
"""

import requests


class MenuCache:
    def __init__(self, base_url, *, timeout=5.0, session=None):
        self.base_url = base_url
        self.timeout = timeout
        self.session = session or requests.Session()

    def get(self):
        response = self.session.get(f"{self.base_url}/board", timeout=self.timeout)
        response.raise_for_status()
        return response.json()
