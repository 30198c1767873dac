"""Each request is built by hand, prepared with the session's cookies and headers, and sent."""

from urllib.parse import urlsplit, urlunsplit

import requests


class Bistro:
    def __init__(self, base_url, *, headers=None, timeout=5.0, session=None):
        self._parts = urlsplit(base_url)
        self._headers = tuple((headers or {}).items())
        self._timeout = timeout
        self._made = None if session else requests.Session()
        self._session = session or self._made

    def _url(self, path):
        words = [word for word in (self._parts.path.strip("/"), path.strip("/")) if word]
        return urlunsplit((self._parts.scheme, self._parts.netloc, "/" + "/".join(words), "", ""))

    def _send(self, method, path, *, headers=None, timeout=None, **kw):
        both = dict(self._headers)
        both.update(headers or {})
        prepared = self._session.prepare_request(requests.Request(method, self._url(path), headers=both, **kw))
        return self._session.send(prepared, timeout=self._timeout if timeout is None else timeout)

    def get(self, path, **kw):
        return self._send("GET", path, **kw)

    def post(self, path, **kw):
        return self._send("POST", path, **kw)

    def close(self):
        if self._made:
            self._made.close()

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        self.close()
