"""M70 · The address of the next page is made up: `page=2`, which this list has never heard of.

caught by: follows_the_links
message: Your code made up the address of request 2
"""

import requests


def iter_orders(url, *, max_pages=100, timeout=5.0, session=None):
    get = session.get if session else requests.get
    for page in range(1, max_pages + 1):
        response = get(url, params={"page": page} if page > 1 else None, timeout=timeout)
        response.raise_for_status()
        orders = response.json()
        if not orders:
            return
        yield from orders
