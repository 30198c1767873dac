"""The response is returned, and its JSON is never read.

caught by: returns_the_dish
message: returned a Response, not a dict
"""

import requests


def order_a_dish(base_url, dish, *, timeout=5.0):
    response = requests.get(f"{base_url}/menu/{dish}", timeout=timeout)
    response.raise_for_status()
    return response
