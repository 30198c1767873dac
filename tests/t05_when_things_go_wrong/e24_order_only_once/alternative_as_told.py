"""A function for one attempt, one for all; waits what Retry-After says, and looks at the type of a 422's problem."""

import decimal
import functools
import threading
import uuid

import requests


class KeyReused(requests.HTTPError):
    pass


def new_uuid():
    return str(uuid.uuid1())


def one_attempt(post, url, amount, key, timeout):
    """The answer, or the error for want of one."""
    try:
        return post(url, json={"amount": format(amount, ".2f")}, headers={"idempotency-key": key}, timeout=timeout)
    except (requests.ConnectionError, requests.Timeout) as error:
        return error


def pay(base_url, order_id, amount, *, attempts=3, new_key=new_uuid, timeout=5.0, session=None):
    assert isinstance(amount, decimal.Decimal)
    post = functools.partial(session.post if session else requests.post)
    url, key = "/".join([base_url.rstrip("/"), "orders", order_id, "payments"]), new_key()
    for attempt in range(attempts):
        outcome = one_attempt(post, url, amount, key, timeout)
        wait = 2.0**attempt
        if isinstance(outcome, requests.Response):
            if outcome.status_code == 201:
                return outcome.json()
            if outcome.status_code == 422 and outcome.json()["type"].endswith("/key-reused"):
                raise KeyReused("another payment has this key", response=outcome)
            if outcome.status_code not in (409, 429) and outcome.status_code < 500:
                break
            wait = float(outcome.headers.get("Retry-After", wait))
        if attempt < attempts - 1:
            threading.Event().wait(wait)
    if isinstance(outcome, Exception):
        raise outcome
    raise requests.HTTPError(f"{outcome.status_code} for {url}", response=outcome)
