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

import requests


class NotLoggedIn(Exception):
    """401: what was shown is missing or wrong."""


class NotAllowed(Exception):
    """403: what was shown is right, and not enough."""


def staff_page(
    base_url: str, user: str, password: str, *, timeout: float = 5.0, session: requests.Session | None = None
) -> dict[str, object]:
    """Return the JSON of ``GET /staff``, which wants HTTP Basic: ``user:password`` in base64 (RFC 7617).

    base64 takes bytes. The bistro reads them as UTF-8: its challenge, the header ``WWW-Authenticate`` of a 401, says
    ``charset="UTF-8"`` (RFC 7617 §2.1). `requests` writes a text in Latin-1, and takes bytes as they are.
    A password may have colons in it. A user name can't: then raise ValueError, and send nothing.
    """
    # TODO 1: ask with a name and a password.
    raise NotImplementedError("TODO 1: ask with a name and a password")


def my_orders(
    base_url: str, token: str, *, timeout: float = 5.0, session: requests.Session | None = None
) -> list[dict[str, object]]:
    """Return the JSON of ``GET /my/orders``, which wants a token: ``Authorization: Bearer TOKEN`` (RFC 6750 §2.1).

    For both functions: what is passed in is what is sent, whatever a ``.netrc`` file says (`requests` looks into it,
    and puts what it finds in the place of your header, unless ``auth=`` says who you are). It shows in no text, be
    it printed, logged or an exception's. Wait at most ``timeout`` seconds for an answer. The request goes over
    ``session`` when one is passed in.
    """
    # TODO 2: ask with a token.
    # TODO 3: tell the refusals apart, in both functions.
    raise NotImplementedError("TODO 2: ask with a token")
