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
    client = session or requests
    # Once, and before the first attempt: it is the payment that has a name, not the request. With a name of its own,
    # the second attempt would be a second payment.
    key = new_key()
    attempt = 1
    while True:
        wait = 0.5
        try:
            response = client.post(
                f"{base_url}/orders/{order_id}/payments",
                # A Decimal knows this format; str() would make 1.2E+2 of some, and a float has no cents at all.
                json={"amount": f"{amount:.2f}"},
                headers={"Idempotency-Key": key},
                timeout=timeout,
            )
            if response.status_code == 422:
                raise KeyReused("this key was used for another payment", response=response)
            if attempt == attempts or response.status_code not in {409, 429, 500, 502, 503, 504}:
                # A replayed answer is a 201 like the first one: paid is paid.
                response.raise_for_status()
                receipt: dict[str, object] = response.json()
                return receipt
            if response.status_code == 409:
                wait = 1.0
        except (requests.ConnectionError, requests.Timeout):
            if attempt == attempts:
                raise
        time.sleep(wait)
        attempt += 1
