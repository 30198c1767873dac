"""e21 · Lines go dead

Sometimes no answer comes: nobody opens, the line crackles, or the waiter falls down the stairs with half of your plate.
Whoever called your code wants to hear one thing: nobody could be reached. And certainly not your key, read out aloud.
"""

from urllib.parse import urlsplit

import requests


class Unreachable(Exception):
    """No whole answer came. Asking again later may help."""


class BadReply(Exception):
    """A whole answer came, and it is not JSON."""


def fetch(url: str, *, timeout: float = 5.0, session: requests.Session | None = None) -> object:
    """Return the JSON that ``GET url`` answers.

    ==========================================================  ==============================================
    what happens                                                what your function does
    ==========================================================  ==============================================
    the host is unknown, the connection is refused or reset,    raises Unreachable
    or time runs out before the answer or in the middle of it
    the body is cut short                                       raises Unreachable
    the redirects never end                                     raises Unreachable
    ``requests`` raises anything else while it asks             raises Unreachable
    an error status (4xx, 5xx)                                  raises requests.HTTPError, with its ``response``
    the body can't be decoded as JSON                           raises BadReply
    any other exception, such as a TypeError: it is a bug       lets it through as it is
    ==========================================================  ==============================================

    The URL may carry a key: ``https://bistro.test/cellar/3?key=sk-…``. So its query shows in no text: not in that of
    your exception, not in what Python prints with it, and not in what your code prints or logs. Mind that the texts of
    ``requests`` often have the whole URL, an HTTPError's as well. And an exception that is raised while another one is
    handled is printed together with that one, its ``__context__``; ``raise … from None`` keeps it back.

    Wait at most ``timeout`` seconds for the connection, and for the answer. The request goes over ``session`` when one
    is passed in.
    """
    where = without_query(url)
    get = requests.get if session is None else session.get
    # Only the request is in the `try`, and only exceptions of requests are caught. RequestException is the base of them
    # all: a cut body is neither a ConnectionError nor a Timeout. Not Exception: that would hide every bug as well.
    try:
        response = get(url, timeout=timeout)
    except requests.RequestException as error:
        # The name says what happened, the text would tell the URL. `from None`, since a traceback prints the texts of
        # all exceptions of a chain.
        raise Unreachable(f"{where} can't be reached: {type(error).__name__}") from None
    # raise_for_status() would write the URL into its text.
    if not response.ok:
        raise requests.HTTPError(f"{response.status_code} {response.reason} from {where}", response=response)
    # Apart from the request: a JSONDecodeError of requests is a RequestException, too, and asking again won't help.
    try:
        return response.json()
    except requests.JSONDecodeError as error:
        raise BadReply(f"{where} sent no JSON: {error}") from error


def without_query(url: str) -> str:
    """What may be shown of a URL: neither its query, nor a name and password in front of the host."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.hostname}{parts.path}"
