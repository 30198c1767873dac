"""M44 · It does not try again at all, so nobody knows whether the guest has paid.

caught by: tries_again_until_it_is_paid
message: gave up after a 503
"""

import uuid

import requests


class KeyReused(requests.HTTPError):
    pass


def new_uuid():
    return str(uuid.uuid4())


def pay(base_url, order_id, amount, *, attempts=3, new_key=new_uuid, timeout=5.0, session=None):
    response = (session or requests).post(
        f"{base_url}/orders/{order_id}/payments",
        json={"amount": f"{amount:.2f}"},
        headers={"Idempotency-Key": new_key()},
        timeout=timeout,
    )
    if response.status_code == 422:
        raise KeyReused("used before", response=response)
    response.raise_for_status()
    return response.json()
