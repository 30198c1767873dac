"""M01 · The timeout got lost.

caught by: passes_the_timeout_on
message: does not pass `timeout` on
"""

import requests


def search_menu(base_url, text, limit, *, tags=(), vegan=None, timeout=5.0):
    params = {"text": text, "limit": limit, "tag": tags}
    if vegan is not None:
        params["vegan"] = str(vegan).lower()
    response = requests.get(f"{base_url}/menu", params=params)
    response.raise_for_status()
    return response.json()
