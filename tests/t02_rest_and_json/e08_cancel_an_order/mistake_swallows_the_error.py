"""Every error is caught, not only the 404.

caught by: raises_when_served
message: returned False
"""

import requests


def cancel_order(base_url, order_id, *, timeout=5.0):
    try:
        response = requests.delete(f"{base_url}/orders/{order_id}", timeout=timeout)
        response.raise_for_status()
        return True
    except requests.RequestException:
        return False
