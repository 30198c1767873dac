"""The pages are collected, not the dishes: `append` where `extend` is meant.

caught by: returns_every_dish
message: Your list holds lists
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
        dishes.append(answer["dishes"])
        if page * per_page >= answer["total"]:
            return dishes
        page += 1
