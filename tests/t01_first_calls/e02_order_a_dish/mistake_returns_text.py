"""The text of the JSON is returned, not what it means.

caught by: returns_the_dish
message: `.json()` makes a dict
"""

import requests


def order_a_dish(base_url, dish, *, timeout=5.0):
    response = requests.get(f"{base_url}/menu/{dish}", timeout=timeout)
    response.raise_for_status()
    return response.text
