"""e04 · Read the slip

With each plate comes a slip: how it went, what is on the plate, and a number to name when something is wrong. A
response has one, too: the status and the headers. And where there is no dish, there still is a slip.
"""

import requests


def describe(base_url: str, dish: str, accept: str = "application/json", *, timeout: float = 5.0) -> dict[str, object]:
    """Ask for ``GET /menu/{dish}`` and return what the slip says, as a dict with these keys:

    ================  =======================================================================================
    ``status``        the number: ``200``
    ``reason``        the words beside it: ``"OK"``
    ``content_type``  the header Content-Type as it came: ``"text/plain; charset=utf-8"``
    ``size``          how many bytes the body has: ``é`` is two. There need not be a Content-Length to tell.
    ``request_id``    the header X-Request-Id; servers write the names of headers in any case
    ``url``           the address as it was really asked for: ``"https://bistro.test/menu/cr%C3%A8me"``
    ================  =======================================================================================

    Say in the header ``Accept`` what you would like to get: ``accept``, for example ``text/plain``.
    An error status (404 for a dish that is not there) is described as well, not raised.

    Wait at most ``timeout`` seconds for an answer.
    """
    response = requests.get(f"{base_url}/menu/{dish}", headers={"Accept": accept}, timeout=timeout)
    return {
        "status": response.status_code,
        "reason": response.reason,
        # `.headers` is a dict that does not care about upper and lower case; dict(response.headers) would.
        "content_type": response.headers["Content-Type"],
        # `.content` is the body as bytes, `.text` is what they mean: they rarely have the same length.
        "size": len(response.content),
        "request_id": response.headers["X-Request-Id"],
        # Encoded, and after redirects: not always the address that the code above has put together.
        "url": response.url,
    }
