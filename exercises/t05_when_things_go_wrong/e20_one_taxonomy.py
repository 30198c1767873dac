"""e20 · One taxonomy

Every house says “sold out” in its own way: on a card, by a shrug, with a sign on the door. Whoever calls your code does
not want to know them all. So you read each of them, and pass on one kind of error that always has the same four things.
"""

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
    # TODO 1: read a problem document (RFC 9457).
    # TODO 2: read the other JSON.
    # TODO 3: bear what is not JSON, and find the request id.
    raise NotImplementedError("TODO 1: read a problem document")
