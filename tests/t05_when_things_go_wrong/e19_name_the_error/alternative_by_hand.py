"""The request is built by hand, each class knows its statuses, and all are found by walking over them."""

import json
import posixpath
from urllib.parse import urlparse

import requests


class ApiError(Exception):
    """What a server said."""

    statuses = ()

    def __init__(self, status, code, message, request_id):
        super().__init__(f"{status} {code}: {message} ({request_id})")
        self.status = status
        self.code = code
        self.message = message
        self.request_id = request_id


class Forbidden(ApiError):
    statuses = (401, 403)


class NotFound(ApiError):
    statuses = (404,)


class Invalid(ApiError):
    statuses = (400, 422)


class Conflict(ApiError):
    statuses = (409,)


class ServerDown(ApiError):
    statuses = range(500, 600)


def get_order(base_url, order_id, *, timeout=5.0, session=None):
    request = requests.Request("GET", f"{base_url}/orders/{order_id}")
    with session or requests.Session() as used:
        answer = used.send(used.prepare_request(request), timeout=(timeout, timeout))
    if answer.status_code < 400:
        return json.loads(answer.content)
    document = {}
    if answer.headers.get("content-type", "").split(";")[0] == "application/problem+json":
        document = json.loads(answer.content)
    kind, detail, title = (
        value if isinstance(value := document.get(name), str) else "" for name in ("type", "detail", "title")
    )
    code = posixpath.basename(urlparse(kind).path) if kind != "about:blank" else ""
    cls = next((cls for cls in ApiError.__subclasses__() if answer.status_code in cls.statuses), ApiError)
    request_id = answer.headers.get("X-Request-Id")
    raise cls(answer.status_code, code or None, detail or title or answer.reason, request_id)
