"""M17 · An error is taken for the end of the book.

caught by: raises_when_refused
message: should have raised HTTPError
"""

import requests


def all_dishes(base_url, per_page=20, *, timeout=5.0, session=None):
    get = session.get if session else requests.get
    dishes = []
    page = 1
    while True:
        response = get(f"{base_url}/dishes", params={"page": page, "per_page": per_page}, timeout=timeout)
        if not response.ok:
            return dishes
        answer = response.json()
        dishes += answer["dishes"]
        if page * per_page >= answer["total"]:
            return dishes
        page += 1
