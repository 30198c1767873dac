"""M59 · The redirects are followed by hand, and all headers go along.

caught by: drops_them_at_a_strangers
message: carried Authorization, Cookie and X-API-Key to
"""

from urllib.parse import urljoin

import requests


def get_following(url, headers, *, max_hops=5, timeout=5.0, session=None):
    get = (session or requests).get
    for _ in range(max_hops + 1):
        response = get(url, headers=headers, timeout=timeout, allow_redirects=False)
        if not response.is_redirect:
            return response
        url = urljoin(response.url, response.headers["Location"])
    raise requests.TooManyRedirects(f"more than {max_hops} redirects")
