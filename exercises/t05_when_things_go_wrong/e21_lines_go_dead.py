"""e21 · Lines go dead

Sometimes no answer comes: nobody opens, the line crackles, or the waiter falls down the stairs with half of your plate.
Whoever called your code wants to hear one thing: nobody could be reached. And certainly not your key, read out aloud.
"""

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
    # TODO 1: return the JSON, or raise for a status or a body that is none.
    # TODO 2: raise Unreachable when no whole answer comes, and only then.
    # TODO 3: keep the query out of all texts.
    raise NotImplementedError("TODO 1: return the JSON")
