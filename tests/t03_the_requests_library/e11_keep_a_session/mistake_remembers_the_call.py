"""M14 · The headers of one call are written into the default headers, and go with all that follow.

caught by: sends_its_headers_with_every_request
message: it was for that call only
"""

import requests


class Bistro:
    def __init__(self, base_url, *, headers=None, timeout=5.0, session=None):
        self.base_url = base_url.rstrip("/")
        self.headers = dict(headers or {})
        self.timeout = timeout
        self.session = session or requests.Session()
        self.own = session is None

    def get(self, path, **kw):
        return self._send("GET", path, **kw)

    def post(self, path, **kw):
        return self._send("POST", path, **kw)

    def _send(self, method, path, **kw):
        self.headers.update(kw.pop("headers", {}))
        kw.setdefault("timeout", self.timeout)
        return self.session.request(method, f"{self.base_url}/{path.lstrip('/')}", headers=self.headers, **kw)

    def close(self):
        if self.own:
            self.session.close()

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()
