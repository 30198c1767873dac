"""M59 · Each address is compared with the first one, so that the headers come back at home.

caught by: they_stay_dropped
message: Back home your code sent Authorization
"""

from urllib.parse import urljoin, urlsplit

import requests

SECRET = ("authorization", "cookie", "x-api-key")


def origin(url):
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port or {"http": 80, "https": 443}.get(parts.scheme)


def safe(headers):
    return {name: value for name, value in headers.items() if name.lower() not in SECRET}


def get_following(url, headers, *, max_hops=5, timeout=5.0, session=None):
    get = (session or requests).get
    home = origin(url)
    for _ in range(max_hops + 1):
        sent = headers if origin(url) == home else safe(headers)
        response = get(url, headers=sent, timeout=timeout, allow_redirects=False)
        if not response.is_redirect:
            return response
        url = urljoin(response.url, response.headers["Location"])
    raise requests.TooManyRedirects(f"more than {max_hops} redirects")
