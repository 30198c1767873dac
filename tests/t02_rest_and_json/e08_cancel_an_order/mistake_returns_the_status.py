"""The status is returned, for the caller to make something of.

caught by: cancels_the_order
message: returned 204, not True
"""

import requests


def cancel_order(base_url, order_id, *, timeout=5.0):
    response = requests.delete(f"{base_url}/orders/{order_id}", timeout=timeout)
    return response.status_code
