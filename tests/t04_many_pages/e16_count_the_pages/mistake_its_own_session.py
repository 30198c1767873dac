"""M13 · The session that is passed in is not used.

caught by: uses_your_session
message: did not go over the session
"""

import requests


def all_dishes(base_url, per_page=20, *, timeout=5.0, session=None):
    dishes = []
    page = 1
    with requests.Session() as session:
        while True:
            response = session.get(f"{base_url}/dishes", params={"page": page, "per_page": per_page}, timeout=timeout)
            response.raise_for_status()
            answer = response.json()
            dishes += answer["dishes"]
            if page * per_page >= answer["total"]:
                return dishes
            page += 1
