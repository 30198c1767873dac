"""The dish is printed, and nothing is returned.

caught by: returns_the_dish
message: print() only shows a value
"""

import requests


def order_a_dish(base_url, dish, *, timeout=5.0):
    response = requests.get(f"{base_url}/menu/{dish}", timeout=timeout)
    response.raise_for_status()
    print(response.json())
