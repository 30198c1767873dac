"""M17 · The status is not looked at: the request was sent, so the order must be cancelled.

caught by: says_that_it_was_gone
message: there was no such order
"""

import requests


def cancel_order(base_url, order_id, *, timeout=5.0):
    requests.delete(f"{base_url}/orders/{order_id}", timeout=timeout)
    return True
