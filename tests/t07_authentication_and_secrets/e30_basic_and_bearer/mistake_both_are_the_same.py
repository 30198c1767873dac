"""M17 · 401 and 403 are taken for the same.

caught by: knows_when_it_is_not_allowed
message: NotLoggedIn
"""

import requests


class NotLoggedIn(Exception):
    pass


class NotAllowed(Exception):
    pass


def read(response):
    if response.status_code in (401, 403):
        raise NotLoggedIn
    response.raise_for_status()
    return response.json()


def staff_page(base_url, user, password, *, timeout=5.0, session=None):
    auth = (user.encode(), password.encode())
    return read((session or requests).get(f"{base_url}/staff", auth=auth, timeout=timeout))


def my_orders(base_url, token, *, timeout=5.0, session=None):
    def sign(request):
        request.headers["Authorization"] = f"Bearer {token}"
        return request

    return read((session or requests).get(f"{base_url}/my/orders", auth=sign, timeout=timeout))
