"""The session is made when it is first needed; a closed Bistro refuses to work."""

import requests


class Bistro:
    def __init__(self, base_url, *, headers=None, timeout=5.0, session=None):
        self.base_url = base_url
        self.headers = headers
        self.timeout = timeout
        self.session = session
        self.mine = False
        self.closed = False

    def get(self, path, **kw):
        return self.ask("get", path, kw)

    def post(self, path, **kw):
        return self.ask("post", path, kw)

    def ask(self, method, path, kw):
        if self.closed:
            raise RuntimeError("this Bistro is closed")
        if self.session is None:
            self.session, self.mine = requests.Session(), True
        headers = {}
        headers.update(self.headers or {})
        headers.update(kw.pop("headers", None) or {})
        url = "/".join([self.base_url.strip("/"), path.strip("/")])
        timeout = kw.pop("timeout", self.timeout)
        return getattr(self.session, method)(url, headers=headers, timeout=timeout, **kw)

    def close(self):
        if self.mine:
            self.session.close()
        self.closed = True

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()
