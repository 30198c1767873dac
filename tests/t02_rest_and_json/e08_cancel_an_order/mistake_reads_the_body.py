"""M20 · The JSON of a 204 is read, which has no body.

caught by: cancels_the_order
message: read JSON from the 204, which has no body
"""

import requests


def cancel_order(base_url, order_id, *, timeout=5.0):
    response = requests.delete(f"{base_url}/orders/{order_id}", timeout=timeout)
    if response.status_code == 404:
        return False
    response.raise_for_status()
    return response.json() is not None
