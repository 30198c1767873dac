"""M17 · The status is not looked at any more, so a refusal looks like dishes.

caught by: raises_when_refused
message: should have raised HTTPError
"""

import requests


def search_menu(base_url, text, limit, *, tags=(), vegan=None, timeout=5.0):
    params = {"text": text, "limit": limit, "tag": tags}
    if vegan is not None:
        params["vegan"] = str(vegan).lower()
    response = requests.get(f"{base_url}/menu", params=params, timeout=timeout)
    return response.json()
