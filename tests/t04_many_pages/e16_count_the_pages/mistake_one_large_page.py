"""M69 · One page that is hoped to be large enough for everything.

caught by: returns_every_dish
message: `per_page`
"""

import requests


def all_dishes(base_url, per_page=20, *, timeout=5.0, session=None):
    get = session.get if session else requests.get
    response = get(f"{base_url}/dishes", params={"page": 1, "per_page": 50}, timeout=timeout)
    response.raise_for_status()
    return response.json()["dishes"]
