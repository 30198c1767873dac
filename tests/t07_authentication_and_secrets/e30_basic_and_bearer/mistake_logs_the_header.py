"""M57 · The header is logged; base64 hides nothing.

caught by: shows_them_to_nobody_else
message: what your code logs
"""

import logging
from base64 import b64encode

import requests

log = logging.getLogger(__name__)


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
    headers = {"Authorization": "Basic " + b64encode(f"{user}:{password}".encode()).decode()}
    log.info("GET /staff %s", headers)
    return read((session or requests).get(f"{base_url}/staff", headers=headers, timeout=timeout))


def my_orders(base_url, token, *, timeout=5.0, session=None):
    def sign(request):
        request.headers["Authorization"] = f"Bearer {token}"
        return request

    return read((session or requests).get(f"{base_url}/my/orders", auth=sign, timeout=timeout))
