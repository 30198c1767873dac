"""M17 · The status is not looked at, so the error's JSON looks like a dish.

caught by: raises_for_an_unknown_dish
message: should have raised HTTPError
"""

import requests


def order_a_dish(base_url, dish, *, timeout=5.0):
    response = requests.get(f"{base_url}/menu/{dish}", timeout=timeout)
    return response.json()
