"""e19 · Name the error

“It did not work” helps nobody. A good waiter says what it was: there is no such slip, that table is not yours, or the
oven is on fire. And he leaves you the number of the slip, so that somebody can look it up.
"""

from urllib.parse import urlsplit

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
    get = requests.get if session is None else session.get
    response = get(f"{base_url}/orders/{order_id}", timeout=timeout)
    if response.ok:
        return response.json()
    # Not raise_for_status(): its HTTPError knows the status, but what went wrong is in the body, which is then lost.
    problem = problem_in(response)
    raise class_for(response.status_code)(
        response.status_code,
        code_in(problem),
        text_in(problem, "detail") or text_in(problem, "title") or response.reason,
        response.headers.get("X-Request-Id"),
    )


BY_STATUS = {400: Invalid, 401: Forbidden, 403: Forbidden, 404: NotFound, 409: Conflict, 422: Invalid}


def class_for(status: int) -> type[ApiError]:
    """What a status is called."""
    # A family first, so that a 507 that nobody thought of is named too.
    return ServerDown if status >= 500 else BY_STATUS.get(status, ApiError)


def problem_in(response: requests.Response) -> dict[str, object]:
    """The problem document, or an empty dict. It never raises: trouble with an error must not hide the error."""
    kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if kind != "application/problem+json":
        return {}
    try:
        document = response.json()
    except requests.JSONDecodeError:
        return {}
    return document if isinstance(document, dict) else {}


def code_in(problem: dict[str, object]) -> str | None:
    """The short name of the problem. What is in front of it may change with the server, and may be missing."""
    kind = text_in(problem, "type")
    if kind is None or kind == "about:blank":
        return None
    return urlsplit(kind).path.rpartition("/")[2] or None


def text_in(problem: dict[str, object], member: str) -> str | None:
    """A member that is text. One of another type counts as missing (RFC 9457 §3.1)."""
    value = problem.get(member)
    return value if isinstance(value, str) else None
