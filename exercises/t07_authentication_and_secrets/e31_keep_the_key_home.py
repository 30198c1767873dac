"""e31 · Keep the key at home

You ask for something at the bistro, and the waiter says: not here any more, try next door. So you go there. But next
door may be somebody else's house, and what you show at the bistro is none of their business.
"""

import requests


def get_following(
    url: str,
    headers: dict[str, str],
    *,
    max_hops: int = 5,
    timeout: float = 5.0,
    session: requests.Session | None = None,
) -> requests.Response:
    """GET ``url`` with ``headers``, follow the redirects, and return the last response, whatever its status.

    A redirect is a 301, 302, 303, 307 or 308 that has a ``Location`` (RFC 9110 §15.4): a whole URL, or one relative to
    the URL that was asked for, such as ``/menu``, ``../menu`` or ``//other.house/menu``. `requests` follows redirects
    by itself, unless you say ``allow_redirects=False``, and carries your X-API-Key anywhere.

    ``Authorization``, ``Cookie`` and ``X-API-Key``, in capital or small letters, are for the house that you asked:

    ==============================  ================================================================================
    the redirect leads to           these three
    ==============================  ================================================================================
    the same origin                 go along
    another scheme, host or port    are dropped: it is another origin (RFC 6454 §5), and so is http to https
    any place after that            stay dropped, at home as well: strangers chose the way
    ==============================  ================================================================================

    All other headers go along to the end. The dict ``headers`` stays as it was, and its values show in no text, be it
    printed, logged or an exception's. What ``session`` sends by itself is not your concern here.

    Wait at most ``timeout`` seconds for each answer. The requests go over ``session`` when one is passed in.

    Raises:
        requests.TooManyRedirects: when there is still a redirect after ``max_hops`` of them; that one isn't followed.
    """
    # TODO 1: follow redirects by hand, to the last response.
    # TODO 2: give up after max_hops.
    # TODO 3: see where each redirect leads, and what goes along.
    raise NotImplementedError("TODO 1: follow redirects by hand, to the last response")
