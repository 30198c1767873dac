"""e30 · Basic and bearer

Two ways lead behind the curtain. A cook says a name and a password. A guest shows a token, and whoever bears it is let
in. Sometimes the waiter shakes his head, and then it matters why:

======================  =======================================================================
the bistro answers      both functions raise
======================  =======================================================================
401                     NotLoggedIn: nobody knows who you are. Another password may help.
403                     NotAllowed: it is known who you are, and you may not.
another error status    requests.HTTPError
======================  =======================================================================
"""

from typing import Any

import requests
from requests.auth import AuthBase, HTTPBasicAuth


class NotLoggedIn(Exception):
    """401: what was shown is missing or wrong."""


class NotAllowed(Exception):
    """403: what was shown is right, and not enough."""


class BearerAuth(AuthBase):
    """Bearer, in the form in which `requests` has Basic: as an object for ``auth=``."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        # A header of our own would do, but for `.netrc`: only where `auth=` is given, requests doesn't look into it.
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


def staff_page(
    base_url: str, user: str, password: str, *, timeout: float = 5.0, session: requests.Session | None = None
) -> dict[str, object]:
    """Return the JSON of ``GET /staff``, which wants HTTP Basic: ``user:password`` in base64 (RFC 7617).

    base64 takes bytes. The bistro reads them as UTF-8: its challenge, the header ``WWW-Authenticate`` of a 401, says
    ``charset="UTF-8"`` (RFC 7617 §2.1). `requests` writes a text in Latin-1, and takes bytes as they are.
    A password may have colons in it. A user name can't: then raise ValueError, and send nothing.
    """
    if ":" in user:
        # The first colon is where the password begins: the bistro would take this for another name and password.
        raise ValueError("a user name can't have a colon in it (RFC 7617 §2)")
    auth = HTTPBasicAuth(user.encode(), password.encode())
    return _ask(f"{base_url}/staff", auth, timeout=timeout, session=session)


def my_orders(
    base_url: str, token: str, *, timeout: float = 5.0, session: requests.Session | None = None
) -> list[dict[str, object]]:
    """Return the JSON of ``GET /my/orders``, which wants a token: ``Authorization: Bearer TOKEN`` (RFC 6750 §2.1).

    For both functions: what is passed in is what is sent, whatever a ``.netrc`` file says (`requests` looks into it,
    and puts what it finds in the place of your header, unless ``auth=`` says who you are). It shows in no text, be
    it printed, logged or an exception's. Wait at most ``timeout`` seconds for an answer. The request goes over
    ``session`` when one is passed in.
    """
    return _ask(f"{base_url}/my/orders", BearerAuth(token), timeout=timeout, session=session)


def _ask(url: str, auth: AuthBase, *, timeout: float, session: requests.Session | None) -> Any:
    """What both have in common: everything but the credentials."""
    response = (session or requests).get(url, auth=auth, timeout=timeout)
    # The names are old and misleading: 401 Unauthorized is about who you are, 403 Forbidden about what you may.
    if response.status_code == 401:
        raise NotLoggedIn(f"{url} wants {response.headers.get('WWW-Authenticate', 'credentials')}")
    if response.status_code == 403:
        raise NotAllowed(f"{url} is not for everybody who can log in")
    response.raise_for_status()
    return response.json()
