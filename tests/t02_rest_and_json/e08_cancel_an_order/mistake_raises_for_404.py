"""raise_for_status() comes first, so an order that is gone already is an error.

caught by: says_that_it_was_gone
message: raised HTTPError for a 404
"""

import requests


def cancel_order(base_url, order_id, *, timeout=5.0):
    response = requests.delete(f"{base_url}/orders/{order_id}", timeout=timeout)
    response.raise_for_status()
    return response.status_code != 404
