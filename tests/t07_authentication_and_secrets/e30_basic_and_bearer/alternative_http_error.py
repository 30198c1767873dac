"""The refusals are made of the HTTPError, and both schemes are auth objects."""

import requests
from requests.auth import AuthBase


class NotLoggedIn(Exception):
    """401: what was shown is missing or wrong."""


class NotAllowed(Exception):
    """403: what was shown is right, and not enough."""


class Bearer(AuthBase):
    def __init__(self, token):
        self.token = token

    def __call__(self, request):
        request.headers["Authorization"] = "Bearer " + self.token
        return request


def ask(url, auth, timeout, session):
    answer = (session or requests.Session()).get(url, auth=auth, timeout=timeout)
    try:
        answer.raise_for_status()
    except requests.HTTPError as error:
        if error.response.status_code == 401:
            raise NotLoggedIn(str(error)) from error
        if error.response.status_code == 403:
            raise NotAllowed(str(error)) from error
        raise
    return answer.json()


def staff_page(base_url, user, password, *, timeout=5.0, session=None):
    if ":" in user:
        raise ValueError("no colons, please")
    return ask(f"{base_url}/staff", (user.encode(), password.encode()), timeout, session)


def my_orders(base_url, token, *, timeout=5.0, session=None):
    return ask(f"{base_url}/my/orders", Bearer(token), timeout, session)
