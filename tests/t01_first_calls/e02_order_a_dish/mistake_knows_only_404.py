"""M17 · 404 is taken for the only error status there is.

caught by: raises_for_any_other_error
message: read JSON where there is none
"""

import requests


def order_a_dish(base_url, dish, *, timeout=5.0):
    response = requests.get(f"{base_url}/menu/{dish}", timeout=timeout)
    if response.status_code == 404:
        raise requests.HTTPError(f"there is no {dish}", response=response)
    return response.json()
