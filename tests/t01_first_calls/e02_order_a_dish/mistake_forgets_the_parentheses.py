"""M17 · `raise_for_status` without parentheses names the method and does not call it.

caught by: raises_for_an_unknown_dish
message: should have raised HTTPError
"""

import requests


def order_a_dish(base_url, dish, *, timeout=5.0):
    response = requests.get(f"{base_url}/menu/{dish}", timeout=timeout)
    response.raise_for_status
    return response.json()
