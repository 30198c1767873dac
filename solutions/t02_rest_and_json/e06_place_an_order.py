"""e06 · Place an order

Reading the menu changes nothing. Now you want to eat: the waiter writes your order on a slip, and the slip gets an
address of its own, so that you can ask for it later.
"""

from urllib.parse import urljoin

import requests


def place_order(base_url: str, table: int, items: list[dict[str, object]], *, timeout: float = 5.0) -> str:
    """Place an order with ``POST /orders`` and return the absolute URL of the new order.

    The body is JSON, ``{"table": 4, "items": [{"dish": "lemon-tart", "quantity": 2}]}``; ``items`` is that list.
    The bistro answers 201 Created, and says in the ``Location`` header where the new order is. That may be a whole
    URL, or only a path such as ``/orders/ord-1``, which is then relative to the URL of the request (RFC 9110 §10.2.2).

    Wait at most ``timeout`` seconds for an answer.

    Raises:
        requests.HTTPError: when the bistro refuses the order (422 for an unknown dish), or for any other error status.
    """
    # `json=` writes the body *and* the Content-Type header; `data=` would send a form.
    response = requests.post(f"{base_url}/orders", json={"table": table, "items": items}, timeout=timeout)
    # Not `== 200`: creating something is answered with 201, and raise_for_status() knows every error.
    response.raise_for_status()
    # urljoin leaves a whole URL as it is, and completes a path from the URL that was asked for. Gluing strings
    # together does only one of the two.
    return urljoin(response.url, response.headers["Location"])
