"""M74 · Goes on until a page is empty, which is one page too many.

caught by: asks_for_no_page_too_many
message: although all 30 dishes had come
"""

import requests


def all_dishes(base_url, per_page=20, *, timeout=5.0, session=None):
    get = session.get if session else requests.get
    dishes = []
    page = 1
    while True:
        response = get(f"{base_url}/dishes", params={"page": page, "per_page": per_page}, timeout=timeout)
        response.raise_for_status()
        found = response.json()["dishes"]
        if not found:
            return dishes
        dishes.extend(found)
        page += 1
