"""M60 · A Location that is a whole URL is taken as it is, headers and all.

caught by: drops_them_at_a_strangers
message: to https://httpbin.test, which is another origin
"""

from urllib.parse import urljoin

import requests

SECRET = ("authorization", "cookie", "x-api-key")


def safe(headers):
    return {name: value for name, value in headers.items() if name.lower() not in SECRET}


def get_following(url, headers, *, max_hops=5, timeout=5.0, session=None):
    get = (session or requests).get
    for _ in range(max_hops + 1):
        response = get(url, headers=headers, timeout=timeout, allow_redirects=False)
        if not response.is_redirect:
            return response
        url = urljoin(response.url, response.headers["Location"])
        if not url.startswith(("http://", "https://")):
            headers = safe(headers)
    raise requests.TooManyRedirects(f"more than {max_hops} redirects")
