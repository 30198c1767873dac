"""M06 · `if vegan:` is not true for False either.

caught by: asks_for_dishes_that_are_not_vegan
message: `vegan` is missing
"""

import requests


def search_menu(base_url, text, limit, *, tags=(), vegan=None, timeout=5.0):
    params = {"text": text, "limit": limit, "tag": tags}
    if vegan:
        params["vegan"] = "true"
    response = requests.get(f"{base_url}/menu", params=params, timeout=timeout)
    response.raise_for_status()
    return response.json()
