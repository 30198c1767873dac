"""M59 · A Location is taken for our own if the host's name occurs in it anywhere.

caught by: they_stay_dropped
message: carried Authorization, Cookie and X-API-Key to https://httpbin.test
"""

from urllib.parse import urljoin, urlsplit

import requests

SECRET = ("authorization", "cookie", "x-api-key")


def safe(headers):
    return {name: value for name, value in headers.items() if name.lower() not in SECRET}


def get_following(url, headers, *, max_hops=5, timeout=5.0, session=None):
    get = (session or requests).get
    host = urlsplit(url).hostname
    for _ in range(max_hops + 1):
        response = get(url, headers=headers, timeout=timeout, allow_redirects=False)
        if not response.is_redirect:
            return response
        url = urljoin(response.url, response.headers["Location"])
        if host not in url:
            headers = safe(headers)
    raise requests.TooManyRedirects(f"more than {max_hops} redirects")
