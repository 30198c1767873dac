"""M06 · The parameter has the name of the argument, not the one that the bistro knows.

caught by: narrows_it_down
message: `tag` was sent under another name: `tags`
"""

import requests


def search_menu(base_url, text, limit, *, tags=(), vegan=None, timeout=5.0):
    params = {"text": text, "limit": limit, "tags": tags}
    if vegan is not None:
        params["vegan"] = str(vegan).lower()
    response = requests.get(f"{base_url}/menu", params=params, timeout=timeout)
    response.raise_for_status()
    return response.json()
