"""M14 · The default headers are filled into the dict that the caller passed.

caught by: leaves_your_things_as_they_were
message: changed the dict of headers that `get` was given
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
        headers = kw.pop("headers", {})
        for name, value in self.headers.items():
            headers.setdefault(name, value)
        kw.setdefault("timeout", self.timeout)
        return self.session.request(method, f"{self.base_url}/{path.lstrip('/')}", headers=headers, **kw)

    def close(self):
        if self.own:
            self.session.close()

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()
