"""M06 · `True` goes out as Python writes it.

caught by: narrows_it_down
message: `vegan` is 'True', and should be 'true'
"""

import requests


def search_menu(base_url, text, limit, *, tags=(), vegan=None, timeout=5.0):
    params = {"text": text, "limit": limit, "tag": tags, "vegan": vegan}
    response = requests.get(f"{base_url}/menu", params=params, timeout=timeout)
    response.raise_for_status()
    return response.json()
