"""M17 · Only the error that the task gives as an example is raised.

caught by: raises_for_other_errors
message: answered 503
"""

import requests


def cancel_order(base_url, order_id, *, timeout=5.0):
    response = requests.delete(f"{base_url}/orders/{order_id}", timeout=timeout)
    if response.status_code == 409:
        raise requests.HTTPError("the order was served already", response=response)
    return response.status_code != 404
