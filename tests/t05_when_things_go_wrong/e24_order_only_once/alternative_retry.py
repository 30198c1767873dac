"""urllib3's Retry sends the same request again, key and all; it honours the Retry-After of the 409."""

import uuid

import requests
from requests.adapters import HTTPAdapter
from urllib3 import Retry


class KeyReused(requests.HTTPError):
    pass


def new_uuid():
    return uuid.uuid4().hex


def pay(base_url, order_id, amount, *, attempts=3, new_key=new_uuid, timeout=5.0, session=None):
    retry = Retry(
        total=attempts - 1,
        allowed_methods=["POST"],
        status_forcelist=[409, 429, 500, 502, 503, 504],
        backoff_factor=0.5,
        raise_on_status=False,
    )
    with requests.Session() if session is None else session as client:
        client.mount(base_url, HTTPAdapter(max_retries=retry))
        answer = client.post(
            f"{base_url}/orders/{order_id}/payments",
            json={"amount": f"{amount:.2f}"},
            headers={"Idempotency-Key": new_key()},
            timeout=timeout,
        )
    if answer.status_code == 422:
        raise KeyReused("another payment had this key", response=answer)
    answer.raise_for_status()
    return answer.json()
