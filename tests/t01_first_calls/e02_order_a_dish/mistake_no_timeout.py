"""M01 · The request has no timeout.

caught by: passes_the_timeout_on
message: does not pass `timeout` on
"""

import requests


def order_a_dish(base_url, dish, *, timeout=5.0):
    response = requests.get(f"{base_url}/menu/{dish}")
    response.raise_for_status()
    return response.json()
