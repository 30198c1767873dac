"""The exception is a dataclass, problems are known by what they have, and trouble is handled by `except`."""

from dataclasses import dataclass


@dataclass
class ApiError(Exception):
    status: int | None
    code: str | None
    message: str
    request_id: str | None


def only_text(value):
    return value if isinstance(value, str) else None


def read(body):
    error = body.get("error")
    if isinstance(error, dict):
        return only_text(error.get("code")) or only_text(error.get("type")), only_text(error.get("message"))
    if isinstance(error, str):
        return error, only_text(body.get("error_description")) or error
    if isinstance(body.get("message"), str):
        return None, body["message"]
    kind = only_text(body.get("type")) or "about:blank"
    code = None if kind == "about:blank" else kind.rstrip("/").split("/")[-1]
    return code, only_text(body.get("detail")) or only_text(body.get("title"))


def error_from(response):
    try:
        code, message = read(response.json())
    except (ValueError, AttributeError):
        code, message = None, None
    request_id = None
    for name in ("X-GitHub-Request-Id", "Request-Id", "X-Request-Id"):
        request_id = response.headers.get(name, request_id)
    return ApiError(response.status_code, code, message or response.reason, request_id)
