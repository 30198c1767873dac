"""M74 · A page that is not full is taken for the last one, so a full last page is followed by an empty one.

caught by: asks_for_no_page_too_many
message: although all 30 dishes had come
"""

import requests


def all_dishes(base_url, per_page=20, *, timeout=5.0, session=None):
    get = session.get if session else requests.get
    dishes = []
    page = 0
    while len(dishes) == page * per_page:
        page += 1
        response = get(f"{base_url}/dishes", params={"page": page, "per_page": per_page}, timeout=timeout)
        response.raise_for_status()
        dishes += response.json()["dishes"]
    return dishes
