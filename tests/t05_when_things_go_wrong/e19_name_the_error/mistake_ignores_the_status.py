"""M17 · The status is not looked at, so that a problem is returned as an order.

caught by: names_each_error
message: returned a dict for a 404
"""

import requests


class ApiError(Exception):
    def __init__(self, status, code, message, request_id):
        super().__init__(message)
        self.status, self.code, self.message, self.request_id = status, code, message, request_id


class Forbidden(ApiError):
    pass


class NotFound(ApiError):
    pass


class Invalid(ApiError):
    pass


class Conflict(ApiError):
    pass


class ServerDown(ApiError):
    pass


def get_order(base_url, order_id, *, timeout=5.0, session=None):
    response = (session or requests).get(f"{base_url}/orders/{order_id}", timeout=timeout)
    return response.json()
