"""Both headers are written by hand, by functions that `auth=` takes; the word Bearer is written small."""

import base64
from collections.abc import Callable

import requests


class NotLoggedIn(Exception):
    """401: what was shown is missing or wrong."""


class NotAllowed(Exception):
    """403: what was shown is right, and not enough."""


REFUSALS = {401: NotLoggedIn, 403: NotAllowed}


def shows(value: str) -> Callable[[requests.PreparedRequest], requests.PreparedRequest]:
    def sign(request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["authorization"] = value
        return request

    return sign


def ask(url: str, value: str, timeout: float, session: requests.Session | None) -> object:
    session = session or requests.Session()
    prepared = session.prepare_request(requests.Request("GET", url, auth=shows(value)))
    answer = session.send(prepared, timeout=(timeout, timeout))
    if answer.status_code in REFUSALS:
        raise REFUSALS[answer.status_code](f"{answer.status_code} for {url}")
    if answer.status_code >= 400:
        raise requests.HTTPError(f"{answer.status_code} for {url}", response=answer)
    return answer.json()


def staff_page(base_url, user, password, *, timeout=5.0, session=None):
    name = user.encode("utf-8")
    if b":" in name:
        raise ValueError(f"{user!r} has a colon in it")
    pair = base64.b64encode(name + b":" + password.encode("utf-8"))
    return ask(f"{base_url}/staff", f"Basic {pair.decode()}", timeout, session)


def my_orders(base_url, token, *, timeout=5.0, session=None):
    return ask(f"{base_url}/my/orders", f"bearer {token}", timeout, session)
