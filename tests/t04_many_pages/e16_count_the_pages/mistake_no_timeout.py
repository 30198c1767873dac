"""M01 · Only the first request has a timeout.

caught by: passes_the_timeout_on
message: Your request 2 does not pass `timeout` on
"""

import requests


def all_dishes(base_url, per_page=20, *, timeout=5.0, session=None):
    session = session or requests.Session()
    url = f"{base_url}/dishes"
    response = session.get(url, params={"page": 1, "per_page": per_page}, timeout=timeout)
    response.raise_for_status()
    dishes = response.json()["dishes"]
    total = response.json()["total"]
    page = 2
    while len(dishes) < total:
        response = session.get(url, params={"page": page, "per_page": per_page})
        response.raise_for_status()
        dishes += response.json()["dishes"]
        page += 1
    return dishes
