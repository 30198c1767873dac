"""A session of its own follows, and is told what to drop; it shares everything else with the one that is passed in."""

from urllib.parse import urlsplit

import requests

SECRET = ("Authorization", "Cookie", "X-API-Key")


def origin(url):
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port or (443 if parts.scheme == "https" else 80)


class Careful(requests.Session):
    def rebuild_auth(self, prepared_request, response):
        """What the library calls before each hop, to drop Authorization. It has dropped the Cookie header already."""
        before = response.request
        if origin(before.url) != origin(prepared_request.url):
            for name in SECRET:
                prepared_request.headers.pop(name, None)
        elif "Cookie" in before.headers:
            prepared_request.headers["Cookie"] = before.headers["Cookie"]


def get_following(url, headers, *, max_hops=5, timeout=5.0, session=None):
    careful = Careful()
    if session is not None:
        careful.__dict__.update(session.__dict__)
    careful.max_redirects = max_hops
    return careful.get(url, headers=headers, timeout=timeout)
