"""M01 · The request has no timeout.

caught by: passes_the_timeout_on
message: does not pass `timeout` on
"""

import requests


def cancel_order(base_url, order_id, *, timeout=5.0):
    response = requests.delete(f"{base_url}/orders/{order_id}")
    if response.status_code == 404:
        return False
    response.raise_for_status()
    return True
