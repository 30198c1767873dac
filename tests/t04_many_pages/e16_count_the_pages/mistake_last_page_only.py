"""Each page takes the place of the one before: `=` where `+=` is meant.

caught by: returns_every_dish
message: forgot those before
"""

import requests


def all_dishes(base_url, per_page=20, *, timeout=5.0, session=None):
    get = session.get if session else requests.get
    page, total = 0, 1
    while page * per_page < total:
        page += 1
        response = get(f"{base_url}/dishes", params={"page": page, "per_page": per_page}, timeout=timeout)
        response.raise_for_status()
        dishes = response.json()["dishes"]
        total = response.json()["total"]
    return dishes
