"""M74 · With a total of 0 the loop does not notice that it is done, and asks for a second page.

caught by: takes_an_empty_book
message: your code sent 2 requests
"""

import requests


def all_dishes(base_url, per_page=20, *, timeout=5.0, session=None):
    get = session.get if session else requests.get
    dishes = []
    page = 0
    total = 0
    while not total or len(dishes) < total:
        page += 1
        response = get(f"{base_url}/dishes", params={"page": page, "per_page": per_page}, timeout=timeout)
        response.raise_for_status()
        total = response.json()["total"]
        dishes += response.json()["dishes"]
        if page > 1 and not total:
            break
    return dishes
