"""M69 · Rounded down: what stands on a last page that is not full never comes.

caught by: returns_every_dish
message: Your code stopped after page 3
"""

import requests


def all_dishes(base_url, per_page=20, *, timeout=5.0, session=None):
    get = session.get if session else requests.get
    dishes = []
    page = 1
    pages = 1
    while page <= pages:
        response = get(f"{base_url}/dishes", params={"page": page, "per_page": per_page}, timeout=timeout)
        response.raise_for_status()
        answer = response.json()
        dishes += answer["dishes"]
        pages = answer["total"] // per_page
        page += 1
    return dishes
