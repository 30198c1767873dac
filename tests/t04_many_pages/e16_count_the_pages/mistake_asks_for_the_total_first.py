"""M74 · The first page is asked for twice: once to see the total, once for its dishes.

caught by: asks_for_no_page_too_many
message: asked for page 1 more than once
"""

import math

import requests


def all_dishes(base_url, per_page=20, *, timeout=5.0, session=None):
    get = session.get if session else requests.get
    url = f"{base_url}/dishes"
    response = get(url, params={"page": 1, "per_page": per_page}, timeout=timeout)
    response.raise_for_status()
    total = response.json()["total"]
    dishes = []
    for page in range(1, math.ceil(total / per_page) + 1):
        response = get(url, params={"page": page, "per_page": per_page}, timeout=timeout)
        response.raise_for_status()
        dishes += response.json()["dishes"]
    return dishes
