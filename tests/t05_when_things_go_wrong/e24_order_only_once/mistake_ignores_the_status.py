"""M17 · No status is ever raised: a problem is returned like a receipt.

caught by: raises_other_statuses_at_once
message: should have raised HTTPError
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
    key = new_key()
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
                return response.json()
            if response.status_code == 409:
                wait = 1.0
        except (requests.ConnectionError, requests.Timeout):
            if not left:
                raise
        time.sleep(wait)
