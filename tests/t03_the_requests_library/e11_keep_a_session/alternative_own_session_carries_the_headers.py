"""A session of its own carries the default headers; for one that is passed in they are merged into each call."""

import contextlib

import requests
from requests.structures import CaseInsensitiveDict


class Bistro(contextlib.AbstractContextManager):
    def __init__(self, base_url, *, headers=None, timeout=5.0, session=None):
        self.base_url = base_url if base_url.endswith("/") else base_url + "/"
        self.timeout = timeout
        self.extra = CaseInsensitiveDict()
        self.stack = contextlib.ExitStack()
        if session is None:
            session = self.stack.enter_context(requests.Session())
            session.headers.update(headers or {})
        else:
            self.extra.update(headers or {})
        self.session = session

    def get(self, path, **kw):
        return self.session.get(self.base_url + path.removeprefix("/"), **self.completed(kw))

    def post(self, path, **kw):
        return self.session.post(self.base_url + path.removeprefix("/"), **self.completed(kw))

    def completed(self, kw):
        headers = self.extra.copy()
        headers.update(kw.get("headers") or {})
        return {"timeout": self.timeout} | kw | {"headers": headers}

    def close(self):
        self.stack.close()

    def __exit__(self, *exception):
        self.close()
