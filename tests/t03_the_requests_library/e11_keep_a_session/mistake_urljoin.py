"""M12 · The base URL is joined by `urljoin`, which drops its last word, as a browser does.

caught by: joins_with_one_slash
message: went to '/board', and should go to '/counter/board'
"""

from urllib.parse import urljoin

import requests


class Bistro:
    def __init__(self, base_url, *, headers=None, timeout=5.0, session=None):
        self.base_url = base_url
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
        timeout = kw.pop("timeout", self.timeout)
        return self.session.request(method, urljoin(self.base_url, path), headers=headers, timeout=timeout, **kw)

    def close(self):
        if self.own:
            self.session.close()

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()
