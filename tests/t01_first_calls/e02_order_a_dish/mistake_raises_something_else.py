"""The exception is not the one that the task names.

caught by: raises_for_an_unknown_dish
message: Your code raised ValueError
"""

import requests


def order_a_dish(base_url, dish, *, timeout=5.0):
    response = requests.get(f"{base_url}/menu/{dish}", timeout=timeout)
    if response.status_code >= 400:
        raise ValueError(f"there is no {dish}")
    return response.json()
