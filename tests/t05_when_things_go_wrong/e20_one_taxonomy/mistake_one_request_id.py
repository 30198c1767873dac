"""M33 · The request id is looked for under one name only.

caught by: finds_the_request_id
message: has the header Request-Id, and the `request_id` of your ApiError is None
"""

import requests


class ApiError(Exception):
    def __init__(self, status, code, message, request_id):
        super().__init__(message)
        self.status, self.code, self.message, self.request_id = status, code, message, request_id


def error_from(response):
    try:
        body = response.json()
    except requests.JSONDecodeError:
        body = None
    code = message = None
    if response.headers.get("Content-Type", "").startswith("application/problem+json") and isinstance(body, dict):
        kind = text(body, "type")
        code = None if kind in (None, "about:blank") else kind.split("/")[-1]
        message = text(body, "detail") or text(body, "title")
    elif isinstance(body, dict) and isinstance(body.get("error"), dict):
        error = body["error"]
        code, message = text(error, "code") or text(error, "type"), text(error, "message")
    elif isinstance(body, dict) and isinstance(body.get("error"), str):
        code, message = body["error"], text(body, "error_description") or body["error"]
    elif isinstance(body, dict):
        message = text(body, "message")
    request_id = response.headers.get("X-Request-Id")
    return ApiError(response.status_code, code, message or response.reason, request_id)


def text(members, name):
    value = members.get(name)
    return value if isinstance(value, str) else None
