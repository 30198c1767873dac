"""M46 · The key is a text that stands in the code.

caught by: has_another_key_for_another_payment
message: with the same Idempotency-Key
"""

import time
import uuid

import requests


class KeyReused(requests.HTTPError):
    pass


def new_uuid():
    return str(uuid.uuid4())


def pay(base_url, order_id, amount, *, attempts=3, new_key=new_uuid, timeout=5.0, session=None):
    client = session or requests
    key = "payment-1"
    for left in reversed(range(attempts)):
        wait = 0.5
        try:
            response = client.post(
                f"{base_url}/orders/{order_id}/payments",
                json={"amount": f"{amount:.2f}"},
                headers={"Idempotency-Key": key},
                timeout=timeout,
            )
            if response.status_code == 422:
                raise KeyReused("used before", response=response)
            if not left or response.status_code not in {409, 429, 500, 502, 503, 504}:
                response.raise_for_status()
                return response.json()
            if response.status_code == 409:
                wait = 1.0
        except (requests.ConnectionError, requests.Timeout):
            if not left:
                raise
        time.sleep(wait)
