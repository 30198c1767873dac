"""M17 · Any other error is returned like an answer.

caught by: raises_for_other_errors
message: after a 404
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
    return response.json()


def staff_page(base_url, user, password, *, timeout=5.0, session=None):
    auth = (user.encode(), password.encode())
    return read((session or requests).get(f"{base_url}/staff", auth=auth, timeout=timeout))


def my_orders(base_url, token, *, timeout=5.0, session=None):
    def sign(request):
        request.headers["Authorization"] = f"Bearer {token}"
        return request

    return read((session or requests).get(f"{base_url}/my/orders", auth=sign, timeout=timeout))
