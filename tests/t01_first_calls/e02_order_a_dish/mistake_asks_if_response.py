"""M19 · `if response:` is False for an error status, so the caller gets None instead of an exception.

caught by: raises_for_an_unknown_dish
message: should have raised HTTPError
"""

import requests


def order_a_dish(base_url, dish, *, timeout=5.0):
    response = requests.get(f"{base_url}/menu/{dish}", timeout=timeout)
    if response:
        return response.json()
    return None
