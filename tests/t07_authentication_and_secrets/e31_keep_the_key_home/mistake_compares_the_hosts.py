"""M59 · Two addresses on the same host are taken for the same origin, whatever their scheme and port.

caught by: never_shows_them_in_the_clear
message: from https to http
"""

from urllib.parse import urljoin, urlsplit

import requests

SECRET = ("authorization", "cookie", "x-api-key")


def origin(url):
    return urlsplit(url).hostname


def safe(headers):
    return {name: value for name, value in headers.items() if name.lower() not in SECRET}


def get_following(url, headers, *, max_hops=5, timeout=5.0, session=None):
    get = (session or requests).get
    for _ in range(max_hops + 1):
        response = get(url, headers=headers, timeout=timeout, allow_redirects=False)
        if not response.is_redirect:
            return response
        url = urljoin(response.url, response.headers["Location"])
        if origin(url) != origin(response.url):
            headers = safe(headers)
    raise requests.TooManyRedirects(f"more than {max_hops} redirects")
