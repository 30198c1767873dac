"""e08 · Cancel an order

You changed your mind, and the waiter crosses your order out. If somebody has crossed it out before him, that is just
as well: it is gone either way. What stands on the table already nobody can cancel.
"""

import requests


def cancel_order(base_url: str, order_id: str, *, timeout: float = 5.0) -> bool:
    """Cancel an order with ``DELETE /orders/{order_id}``, and say whether it was there to be cancelled.

    | the bistro answers     | which means          | your function    |
    | ---------------------- | -------------------- | ---------------- |
    | 204 No Content         | it is cancelled      | returns True     |
    | 404 Not Found          | it was gone already  | returns False    |
    | any other error status | it could not be done | raises HTTPError |

    A 204 has no body: there is no JSON to read. Wait at most ``timeout`` seconds for an answer.

    Raises:
        requests.HTTPError: for any other error status, such as 409 when the order was served already.
    """
    response = requests.delete(f"{base_url}/orders/{order_id}", timeout=timeout)
    # The one error that is none here: DELETE is idempotent, what counts is that the order is gone afterwards. So a
    # waiter who got no answer may simply try again.
    if response.status_code == 404:
        return False
    # Not `return response.ok`: that would say of a served order, or of a kitchen on fire, that it “was gone already”.
    response.raise_for_status()
    return True
