"""M13 · Each call is a `requests.get` or `requests.post` of its own, with a new connection.

caught by: uses_the_connection_again
message: Request 2 of your code opened a new connection
"""

import requests


class Bistro:
    def __init__(self, base_url, *, headers=None, timeout=5.0, session=None):
        self.base_url = base_url.rstrip("/")
        self.headers = headers or {}
        self.timeout = timeout

    def get(self, path, **kw):
        kw["headers"] = {**self.headers, **kw.get("headers", {})}
        kw.setdefault("timeout", self.timeout)
        return requests.get(self.base_url + "/" + path.lstrip("/"), **kw)

    def post(self, path, **kw):
        kw["headers"] = {**self.headers, **kw.get("headers", {})}
        kw.setdefault("timeout", self.timeout)
        return requests.post(self.base_url + "/" + path.lstrip("/"), **kw)

    def close(self):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()
