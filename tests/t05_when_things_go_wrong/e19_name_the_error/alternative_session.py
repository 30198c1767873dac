"""A Session of its own, `raise_for_status()` for the decision, and JSON that is tried whatever the type says."""

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


def named(response):
    match response.status_code:
        case 401 | 403:
            return Forbidden
        case 404:
            return NotFound
        case 400 | 422:
            return Invalid
        case 409:
            return Conflict
        case status if 500 <= status <= 599:
            return ServerDown
    return ApiError


def get_order(base_url, order_id, *, timeout=5.0, session=None):
    session = session or requests.Session()
    response = session.get(f"{base_url}/orders/{order_id}", timeout=timeout)
    try:
        response.raise_for_status()
    except requests.HTTPError as error:
        try:
            body = response.json()
        except ValueError:
            body = None
        texts = {name: text for name, text in body.items() if isinstance(text, str)} if isinstance(body, dict) else {}
        kind = texts.get("type", "about:blank")
        code = None if kind == "about:blank" else kind.split("/")[-1]
        message = texts.get("detail", texts.get("title", response.reason))
        raise named(response)(response.status_code, code, message, response.headers.get("x-request-id")) from error
    return response.json()
