"""The page number never grows, so that the first page comes again and again.

caught by: returns_every_dish
message: asked for page 1 4 times, and never for page 2
"""

import requests


def all_dishes(base_url, per_page=20, *, timeout=5.0, session=None):
    get = session.get if session else requests.get
    dishes = []
    total = None
    while total is None or len(dishes) < total:
        response = get(f"{base_url}/dishes", params={"page": 1, "per_page": per_page}, timeout=timeout)
        response.raise_for_status()
        total = response.json()["total"]
        dishes += response.json()["dishes"]
    return dishes
