"""M11 · The parameters are sent as a body, and a GET has none.

caught by: finds_the_dishes
message: `text` is missing
"""

import requests


def search_menu(base_url, text, limit, *, tags=(), vegan=None, timeout=5.0):
    wishes = {"text": text, "limit": limit, "tag": list(tags), "vegan": vegan}
    response = requests.get(f"{base_url}/menu", json=wishes, timeout=timeout)
    response.raise_for_status()
    return response.json()
