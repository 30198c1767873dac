"""One prepared request is sent again and again; it waits a second before each new attempt."""

import json
import time
import uuid
from decimal import Decimal

import requests


class KeyReused(requests.HTTPError):
    pass


def new_uuid():
    return str(uuid.uuid4())


def pay(base_url, order_id, amount, *, attempts=3, new_key=new_uuid, timeout=5.0, session=None):
    client = session or requests.Session()
    body = json.dumps({"amount": str(amount.quantize(Decimal("0.01")))}).encode()
    headers = {"Content-Type": "application/json", "Idempotency-Key": new_key()}
    request = client.prepare_request(
        requests.Request("POST", f"{base_url}/orders/{order_id}/payments", data=body, headers=headers)
    )
    for attempt in range(1, attempts + 1):
        last = attempt == attempts
        try:
            answer = client.send(request, timeout=timeout)
            answer.raise_for_status()
            return json.loads(answer.text)
        except requests.HTTPError as error:
            if answer.status_code == 422:
                raise KeyReused(str(error), response=answer) from None
            if last or answer.status_code not in (409, 429, 500, 502, 503, 504):
                raise
        except (requests.ConnectionError, requests.Timeout):
            if last:
                raise
        time.sleep(1.25)
    return None
