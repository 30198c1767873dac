"""M03 · The address is glued together, so an `&` in the text begins another parameter.

caught by: finds_the_dishes
message: it was cut off at the &
"""

import requests


def search_menu(base_url, text, limit, *, tags=(), vegan=None, timeout=5.0):
    url = f"{base_url}/menu?text={text}&limit={limit}"
    for tag in tags:
        url += f"&tag={tag}"
    if vegan is not None:
        url += f"&vegan={str(vegan).lower()}"
    response = requests.get(url, timeout=timeout)
    response.raise_for_status()
    return response.json()
