"""Whatever has a Location is followed.

caught by: returns_what_is_no_redirect
message: the Location of a 200
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
    for _ in range(max_hops + 1):
        response = get(url, headers=headers, timeout=timeout, allow_redirects=False)
        if "Location" not in response.headers:
            return response
        url = urljoin(response.url, response.headers["Location"])
        if origin(url) != origin(response.url):
            headers = safe(headers)
    raise requests.TooManyRedirects(f"more than {max_hops} redirects")
