"""M05 · The text is quoted by hand, and `params=` quotes it once more.

caught by: finds_the_dishes
message: it was percent-encoded twice
"""

from urllib.parse import quote

import requests


def search_menu(base_url, text, limit, *, tags=(), vegan=None, timeout=5.0):
    params = {"text": quote(text), "limit": limit, "tag": [quote(tag) for tag in tags]}
    if vegan is not None:
        params["vegan"] = str(vegan).lower()
    response = requests.get(f"{base_url}/menu", params=params, timeout=timeout)
    response.raise_for_status()
    return response.json()
