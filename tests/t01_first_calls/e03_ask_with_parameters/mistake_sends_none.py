"""M06 · None is sent as the word `none`.

caught by: finds_the_dishes
message: `vegan` is 'none', and should not be there
"""

import requests


def search_menu(base_url, text, limit, *, tags=(), vegan=None, timeout=5.0):
    params = {"text": text, "limit": limit, "tag": tags, "vegan": str(vegan).lower()}
    response = requests.get(f"{base_url}/menu", params=params, timeout=timeout)
    response.raise_for_status()
    return response.json()
