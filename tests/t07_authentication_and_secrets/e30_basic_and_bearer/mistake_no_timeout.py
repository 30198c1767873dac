"""M01 · The second request has no timeout.

caught by: passes_timeout_and_session_on
message: The request of `my_orders` does not pass
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
    auth = (user.encode(), password.encode())
    return read((session or requests).get(f"{base_url}/staff", auth=auth, timeout=timeout))


def my_orders(base_url, token, *, timeout=5.0, session=None):
    def sign(request):
        request.headers["Authorization"] = f"Bearer {token}"
        return request

    return read((session or requests).get(f"{base_url}/my/orders", auth=sign))
