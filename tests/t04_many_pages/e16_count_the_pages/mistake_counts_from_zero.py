"""Pages are counted from 0.

caught by: returns_every_dish
message: The query parameter `page` is '0'
"""

import requests


def all_dishes(base_url, per_page=20, *, timeout=5.0, session=None):
    get = session.get if session else requests.get
    dishes = []
    page = 0
    while True:
        response = get(f"{base_url}/dishes", params={"page": page, "per_page": per_page}, timeout=timeout)
        response.raise_for_status()
        answer = response.json()
        dishes += answer["dishes"]
        if len(dishes) >= answer["total"]:
            return dishes
        page += 1
