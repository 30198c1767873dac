"""The limit is not sent: everything is fetched, and the list is cut afterwards.

caught by: finds_the_dishes
message: `limit` is missing
"""

import requests


def search_menu(base_url, text, limit, *, tags=(), vegan=None, timeout=5.0):
    params = {"text": text, "tag": tags}
    if vegan is not None:
        params["vegan"] = str(vegan).lower()
    response = requests.get(f"{base_url}/menu", params=params, timeout=timeout)
    response.raise_for_status()
    return response.json()[:limit]
