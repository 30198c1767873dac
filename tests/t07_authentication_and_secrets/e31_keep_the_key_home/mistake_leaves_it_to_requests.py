"""M59 · `requests` follows by itself, and drops Authorization alone at another origin.

caught by: drops_them_at_a_strangers
message: carried X-API-Key to https://httpbin.test
"""

import requests


def get_following(url, headers, *, max_hops=5, timeout=5.0, session=None):
    session = session or requests.Session()
    session.max_redirects = max_hops
    return session.get(url, headers=headers, timeout=timeout)
