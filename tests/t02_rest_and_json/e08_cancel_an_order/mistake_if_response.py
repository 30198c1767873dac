"""M19 · `if response` is false for every error, so a served order “was gone already”.

caught by: raises_when_served
message: answered 409
"""

import requests


def cancel_order(base_url, order_id, *, timeout=5.0):
    response = requests.delete(f"{base_url}/orders/{order_id}", timeout=timeout)
    if response:
        return True
    return False
