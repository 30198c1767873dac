"""The answer is printed, not returned.

caught by: cancels_the_order
message: print() only shows a value
"""

import requests


def cancel_order(base_url, order_id, *, timeout=5.0):
    response = requests.delete(f"{base_url}/orders/{order_id}", timeout=timeout)
    if response.status_code == 404:
        print(False)
    else:
        response.raise_for_status()
        print(True)
