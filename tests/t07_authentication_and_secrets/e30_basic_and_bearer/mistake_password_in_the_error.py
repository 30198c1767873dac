"""M57 · The exception says what was tried.

caught by: shows_them_to_nobody_else
message: the text of NotAllowed
"""

import requests


class NotLoggedIn(Exception):
    pass


class NotAllowed(Exception):
    pass


def read(response):
    if response.status_code == 401:
        raise NotLoggedIn
    if response.status_code == 403:
        raise NotAllowed
    response.raise_for_status()
    return response.json()


def staff_page(base_url, user, password, *, timeout=5.0, session=None):
    response = (session or requests).get(f"{base_url}/staff", auth=(user.encode(), password.encode()), timeout=timeout)
    if response.status_code == 403:
        raise NotAllowed(f"{user} with {password} may not see this")
    return read(response)


def my_orders(base_url, token, *, timeout=5.0, session=None):
    def sign(request):
        request.headers["Authorization"] = f"Bearer {token}"
        return request

    return read((session or requests).get(f"{base_url}/my/orders", auth=sign, timeout=timeout))
