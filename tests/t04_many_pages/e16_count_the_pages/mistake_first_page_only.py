"""M69 · Only the first page is asked for.

caught by: returns_every_dish
message: returned the first page only
"""

import requests


def all_dishes(base_url, per_page=20, *, timeout=5.0, session=None):
    get = session.get if session else requests.get
    response = get(f"{base_url}/dishes", params={"page": 1, "per_page": per_page}, timeout=timeout)
    response.raise_for_status()
    return response.json()["dishes"]
