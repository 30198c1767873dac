"""M11 · “Order” sounds like POST, but reading the menu is a GET.

caught by: returns_the_dish
message: sent a POST where a GET is expected
"""

import requests


def order_a_dish(base_url, dish, *, timeout=5.0):
    response = requests.post(f"{base_url}/menu/{dish}", timeout=timeout)
    response.raise_for_status()
    return response.json()
