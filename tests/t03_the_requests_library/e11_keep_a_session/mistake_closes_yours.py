"""M13 · `close()` closes any session, also one that others still use.

caught by: closes_only_what_it_made
message: closed the session that it was given
"""

import requests


class Bistro:
    def __init__(self, base_url, *, headers=None, timeout=5.0, session=None):
        self.base_url = base_url.rstrip("/")
        self.headers = headers or {}
        self.timeout = timeout
        self.session = session or requests.Session()
        self.own = session is None

    def get(self, path, **kw):
        return self._send("GET", path, **kw)

    def post(self, path, **kw):
        return self._send("POST", path, **kw)

    def _send(self, method, path, **kw):
        headers = {**self.headers, **kw.pop("headers", {})}
        kw.setdefault("timeout", self.timeout)
        return self.session.request(method, f"{self.base_url}/{path.lstrip('/')}", headers=headers, **kw)

    def close(self):
        self.session.close()

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()
