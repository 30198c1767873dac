"""M18 · Only 200 counts as success, so the 204 of a cancelled order is taken for a failure.

caught by: cancels_the_order
message: 204 is a success
"""

import requests


def cancel_order(base_url, order_id, *, timeout=5.0):
    response = requests.delete(f"{base_url}/orders/{order_id}", timeout=timeout)
    if response.status_code == 200:
        return True
    if response.status_code >= 400 and response.status_code != 404:
        response.raise_for_status()
    return False
