"""M03 · Some signs are replaced by hand, and the plus is not among them.

caught by: encodes_every_sign
message: a bare + means a space
"""

import requests


def search_menu(base_url, text, limit, *, tags=(), vegan=None, timeout=5.0):
    text = text.replace("&", "%26").replace(" ", "%20")
    url = f"{base_url}/menu?text={text}&limit={limit}"
    params = {"tag": tags}
    if vegan is not None:
        params["vegan"] = str(vegan).lower()
    response = requests.get(url, params=params, timeout=timeout)
    response.raise_for_status()
    return response.json()
