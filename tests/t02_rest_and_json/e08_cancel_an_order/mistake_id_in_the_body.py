"""M11 · The id is sent in a body, instead of in the address.

caught by: cancels_the_order
message: Your request went to '/orders', and should go to
"""

import requests


def cancel_order(base_url, order_id, *, timeout=5.0):
    response = requests.delete(f"{base_url}/orders", json={"id": order_id}, timeout=timeout)
    if response.status_code == 404:
        return False
    response.raise_for_status()
    return True
