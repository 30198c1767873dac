"""The title is taken, though the detail says more.

caught by: tells_what_the_bistro_said
message: the `message` of your NotFound is 'There is no such order'
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
    if response.ok:
        return response.json()
    names = {401: Forbidden, 403: Forbidden, 404: NotFound, 400: Invalid, 422: Invalid, 409: Conflict}
    name = ServerDown if response.status_code >= 500 else names.get(response.status_code, ApiError)
    problem = {}
    if response.headers.get("Content-Type", "").startswith("application/problem+json"):
        problem = response.json()
    code = problem.get("type", "about:blank")
    code = None if code == "about:blank" else code.rsplit("/", 1)[-1]
    message = problem.get("title") or problem.get("detail") or response.reason
    raise name(response.status_code, code, message, response.headers.get("X-Request-Id"))
