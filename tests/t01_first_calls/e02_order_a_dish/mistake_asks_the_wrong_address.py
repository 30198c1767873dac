"""The error is handled, but the address is still the one that the stub had.

caught by: returns_the_dish
message: /dish/
"""

import requests


def order_a_dish(base_url, dish, *, timeout=5.0):
    response = requests.get(f"{base_url}/dish/{dish}", timeout=timeout)
    response.raise_for_status()
    return response.json()
