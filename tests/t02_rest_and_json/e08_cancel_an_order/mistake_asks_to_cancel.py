"""M11 · The order is asked to cancel itself, as if the address were a command, instead of sending DELETE.

caught by: cancels_the_order
message: sent a POST where a DELETE is expected
"""

import requests


def cancel_order(base_url, order_id, *, timeout=5.0):
    response = requests.post(f"{base_url}/orders/{order_id}/cancel", timeout=timeout)
    if response.status_code == 404:
        return False
    response.raise_for_status()
    return True
