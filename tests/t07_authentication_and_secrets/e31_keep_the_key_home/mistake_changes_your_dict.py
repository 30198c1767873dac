"""M14 · The three are deleted from the caller's dict.

caught by: leaves_your_dict_as_it_was
message: took Authorization, Cookie and X-API-Key out of
"""

from urllib.parse import urljoin, urlsplit

import requests

SECRET = ("authorization", "cookie", "x-api-key")


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
            for name in list(headers):
                if name.lower() in SECRET:
                    del headers[name]
    raise requests.TooManyRedirects(f"more than {max_hops} redirects")
