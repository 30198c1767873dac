"""e20 · One taxonomy

Every house says “sold out” in its own way: on a card, by a shrug, with a sign on the door. Whoever calls your code does
not want to know them all. So you read each of them, and pass on one kind of error that always has the same four things.
"""

from urllib.parse import urlsplit

import requests


class ApiError(Exception):
    """An error that a server told us of."""

    def __init__(self, status: int | None, code: str | None, message: str, request_id: str | None) -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.request_id = status, code, message, request_id


def error_from(response: requests.Response) -> ApiError:
    """Return the error that an answer tells of; raising it is for the caller. These are what your code will meet::

        RFC 9457   {"type": "https://bistro.test/problems/unknown-dish", "title": "…", "status": 404, "detail": "…"}
        OpenAI     {"error": {"message": "…", "type": "invalid_request_error", "code": "invalid_api_key"}}
        Anthropic  {"type": "error", "error": {"type": "not_found_error", "message": "model: claude-sonet-4-5"}}
        OAuth 2.0  {"error": "invalid_grant", "error_description": "The code has expired."}
        GitHub     {"message": "Not Found", "documentation_url": "https://docs.github.com/rest", "status": "404"}
        a proxy    <html><head><title>502 Bad Gateway</title></head><body>…

    Of these rows the first that fits counts:

    =====================================  ==============================  =======================================
    the answer has                         ``code``                        ``message``
    =====================================  ==============================  =======================================
    the type ``application/problem+json``  last part of ``type``'s path    ``detail``, or else ``title``
    an ``error`` that is an object         its ``code``, or its ``type``   its ``message``
    an ``error`` that is text              ``error``                       ``error_description``, or else ``error``
    a ``message`` that is text             None                            ``message``
    anything else, JSON or not             None                            the reason phrase: ``"Bad Gateway"``
    =====================================  ==============================  =======================================

    What is null or not text counts as missing, and so does the type ``about:blank``. A missing code is None, a missing
    message the reason phrase. No body, however odd, makes this function fail. ``status`` is that of the answer.
    ``request_id`` is the first of the headers ``X-Request-Id``, ``Request-Id`` and ``X-GitHub-Request-Id`` that is
    there, or None.
    """
    code, message = code_and_message(response)
    request_id = next((response.headers[name] for name in REQUEST_IDS if name in response.headers), None)
    return ApiError(response.status_code, code, message or response.reason, request_id)


REQUEST_IDS = ("X-Request-Id", "Request-Id", "X-GitHub-Request-Id")


def code_and_message(response: requests.Response) -> tuple[str | None, str | None]:
    """What the body says. All the dialects are here, one after another, and a new one is a new case."""
    try:
        body = response.json()
    except requests.JSONDecodeError:  # a proxy's page, or nothing at all
        return None, None
    # By its Content-Type, not by its members: Anthropic's errors have a `type` as well, which is no problem type.
    kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if kind == "application/problem+json" and isinstance(body, dict):
        return last_segment(text(body, "type")), text(body, "detail") or text(body, "title")
    # A pattern looks at the type of what is there: an `error` may be a dict, a str, an int, null, or missing.
    match body:
        case {"error": dict() as error}:
            return text(error, "code") or text(error, "type"), text(error, "message")
        case {"error": str() as error}:
            return error, text(body, "error_description") or error
        case {"message": str() as message}:
            return None, message
    return None, None


def last_segment(kind: str | None) -> str | None:
    """`unknown-dish` of `https://bistro.test/problems/unknown-dish`; `about:blank` is no name at all."""
    return None if kind in (None, "about:blank") else urlsplit(kind).path.rpartition("/")[2]


def text(members: dict[str, object], name: str) -> str | None:
    """A member that is text; llama.cpp, for one, has the status as a number where OpenAI has its `code`."""
    value = members.get(name)
    return value if isinstance(value, str) else None
