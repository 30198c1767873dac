"""M59 · Authorization is dropped, and the key in a header of its own is forgotten.

caught by: drops_them_at_a_strangers
message: carried Cookie and X-API-Key to
"""

from urllib.parse import urljoin, urlsplit

import requests


def origin(url):
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port or {"http": 80, "https": 443}.get(parts.scheme)


def get_following(url, headers, *, max_hops=5, timeout=5.0, session=None):
    get = (session or requests).get
    for _ in range(max_hops + 1):
        response = get(url, headers=headers, timeout=timeout, allow_redirects=False)
        if not response.is_redirect:
            return response
        url = urljoin(response.url, response.headers["Location"])
        if origin(url) != origin(response.url):
            headers = {name: value for name, value in headers.items() if name.lower() != "authorization"}
    raise requests.TooManyRedirects(f"more than {max_hops} redirects")
