"""A session of its own that looks into no `.netrc`; with another session an `auth=` that does nothing."""

import base64
from http import HTTPStatus

import requests


class NotLoggedIn(Exception):
    """401: what was shown is missing or wrong."""


class NotAllowed(Exception):
    """403: what was shown is right, and not enough."""


def get_with(authorization, url, timeout, session):
    headers = {"Authorization": authorization}
    if session is not None:
        answer = session.get(url, headers=headers, auth=lambda request: request, timeout=timeout)
    else:
        with requests.Session() as own:
            own.trust_env = False
            answer = own.get(url, headers=headers, timeout=timeout)
    match answer.status_code:
        case HTTPStatus.UNAUTHORIZED:
            raise NotLoggedIn(url)
        case HTTPStatus.FORBIDDEN:
            raise NotAllowed(url)
    answer.raise_for_status()
    return answer.json()


def staff_page(base_url, user, password, *, timeout=5.0, session=None):
    if user.count(":"):
        raise ValueError("the user name has a colon in it")
    pair = base64.standard_b64encode(f"{user}:{password}".encode()).decode("ascii")
    return get_with(f"Basic {pair}", f"{base_url}/staff", timeout, session)


def my_orders(base_url, token, *, timeout=5.0, session=None):
    return get_with(f"Bearer {token}", f"{base_url}/my/orders", timeout, session)
