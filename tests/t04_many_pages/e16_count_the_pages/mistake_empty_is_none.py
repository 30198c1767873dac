"""M74 · An empty book is answered with None.

caught by: takes_an_empty_book
message: your function returned None, not []
"""

import requests


def all_dishes(base_url, per_page=20, *, timeout=5.0, session=None):
    get = session.get if session else requests.get
    dishes = []
    page = 1
    while True:
        response = get(f"{base_url}/dishes", params={"page": page, "per_page": per_page}, timeout=timeout)
        response.raise_for_status()
        answer = response.json()
        if not answer["dishes"]:
            return None
        dishes += answer["dishes"]
        if len(dishes) == answer["total"]:
            return dishes
        page += 1
