"""M06 · The tags are joined with commas into one.

caught by: narrows_it_down
message: `tag` is there once, with its values joined by commas
"""

import requests


def search_menu(base_url, text, limit, *, tags=(), vegan=None, timeout=5.0):
    params = {"text": text, "limit": limit, "tag": ",".join(tags) or None}
    if vegan is not None:
        params["vegan"] = str(vegan).lower()
    response = requests.get(f"{base_url}/menu", params=params, timeout=timeout)
    response.raise_for_status()
    return response.json()
