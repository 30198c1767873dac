"""e24 · Order only once

The card machine hums, and no receipt comes out. Has the guest paid? Nobody knows, and to try again may take the money
twice. So the waiter gives each payment a name. The bistro remembers the names, and takes the money once for each.
"""

import time
import uuid
from collections.abc import Callable
from decimal import Decimal

import requests


class KeyReused(requests.HTTPError):
    """The key was used for another payment."""


def new_uuid() -> str:
    """A name that nobody used before."""
    return str(uuid.uuid4())


def pay(
    base_url: str,
    order_id: str,
    amount: Decimal,
    *,
    attempts: int = 3,
    new_key: Callable[[], str] = new_uuid,
    timeout: float = 5.0,
    session: requests.Session | None = None,
) -> dict[str, object]:
    """Pay for an order with ``POST {base_url}/orders/{order_id}/payments``, once, and return the receipt, its JSON.

    The body is JSON, ``{"amount": "12.50"}``: euros and cents as text, always two digits after the point.

    The header ``Idempotency-Key`` names the payment. Call ``new_key()`` once for each payment, and send that key in
    each attempt, as it is: without quotation marks, as Stripe has it (only the expired
    draft-ietf-httpapi-idempotency-key-header-07 wants them; there is no RFC).

    ========================  =====================================  ====================================
    what comes of a request   what that means                        what to do
    ========================  =====================================  ====================================
    201                       paid, now or by an earlier attempt     return the receipt
    ConnectionError, Timeout  perhaps paid: only the answer is lost  try again
    429, 500, 502, 503, 504   perhaps paid                           try again
    409                       an earlier attempt is in flight        wait 1 s (or a bit more), try again
    422                       the key was used for another payment   raise KeyReused at once
    another error status      not paid                               raise requests.HTTPError at once
    ========================  =====================================  ====================================

    ``attempts`` is how many requests are sent at most, the first one included. How long to wait between them is yours
    to choose, but for the 409. Each waits at most ``timeout`` seconds, and goes over ``session`` when one is passed in.

    Raises:
        KeyReused, requests.HTTPError: see above.
        requests.HTTPError, requests.ConnectionError, requests.Timeout: what ended the last attempt, as it was.
    """
    # TODO 1: send one payment with its key, and return the receipt.
    # TODO 2: try again, with the same key, where it may have been paid; wait for what is in flight.
    # TODO 3: tell what can't be tried again: KeyReused and HTTPError.
    raise NotImplementedError("TODO 1: send one payment with its key, and return the receipt")
