"""M74 · The number of pages is total // per_page + 1, which is one too many when the last page is full.

caught by: asks_for_no_page_too_many
message: although all 30 dishes had come
"""

import requests


def all_dishes(base_url, per_page=20, *, timeout=5.0, session=None):
    get = session.get if session else requests.get

    def ask(page):
        response = get(f"{base_url}/dishes", params={"page": page, "per_page": per_page}, timeout=timeout)
        response.raise_for_status()
        return response.json()

    first = ask(1)
    dishes = first["dishes"]
    pages = first["total"] // per_page + 1
    for page in range(2, pages + 1):
        dishes += ask(page)["dishes"]
    return dishes
