"""e19 · Name the error

“It did not work” helps nobody. A good waiter says what it was: there is no such slip, that table is not yours, or the
oven is on fire. And he leaves you the number of the slip, so that somebody can look it up.
"""

import requests


class ApiError(Exception):
    """An error that a server told us of. Any error status that none of the classes below is for raises this one."""

    def __init__(self, status: int | None, code: str | None, message: str, request_id: str | None) -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.request_id = status, code, message, request_id


class Forbidden(ApiError):
    """For 401 and 403."""


class NotFound(ApiError):
    """For 404."""


class Invalid(ApiError):
    """For 400 and 422."""


class Conflict(ApiError):
    """For 409."""


class ServerDown(ApiError):
    """For every status from 500 to 599."""


def get_order(
    base_url: str, order_id: str, *, timeout: float = 5.0, session: requests.Session | None = None
) -> dict[str, object]:
    """Return an order: the JSON of ``GET /orders/{order_id}``. An error status raises the class that is for it, with:

    ==============  ====================================================================================
    ``status``      the status of the answer
    ``code``        the last segment of the path of ``type``: ``"unknown-order"`` for
                    ``https://bistro.test/problems/unknown-order``. None if there is no ``type``, and for
                    ``about:blank``
    ``message``     ``detail``, or else ``title``, or else the reason phrase of the answer: ``"Not Found"``
    ``request_id``  the header ``X-Request-Id``, or None
    ==============  ====================================================================================

    ``type``, ``detail`` and ``title`` are members of a problem document (RFC 9457): a JSON object that has the
    Content-Type ``application/problem+json``. Each may be missing; one that is not text counts as missing (§3.1).
    Any other body, such as a proxy's web page, has none of them.

    Wait at most ``timeout`` seconds for an answer. The request goes over ``session`` when one is passed in. What
    ``requests`` raises when there is no answer goes through as it is.
    """
    # TODO 1: ask for the order, and return its JSON when all is well.
    # TODO 2: for an error status raise the class that is for it.
    # TODO 3: tell with it what the answer says, whatever kind of body that has.
    raise NotImplementedError("TODO 1: ask for the order")
