"""e12 · Set a timeout

A waiter who never comes back leaves you sitting there all night. So you decide how long you wave for a waiter, how
long you wait for an answer, and when you go home. The first two `requests` can do for you; the third is yours.
"""

import requests


class DeadlinePassed(requests.Timeout):
    """There was no time left to ask again."""


def get_specials(
    base_url: str,
    days: list[str],
    *,
    connect: float = 2.0,
    read: float = 5.0,
    deadline: float = 10.0,
    session: requests.Session | None = None,
) -> list[dict[str, object]]:
    """Return the specials of these days, in their order: the JSON of ``GET /specials?day=…``, one request a day.

    >>> get_specials("https://bistro.test", ["mon", "fri"])
    [{'day': 'mon', 'slug': 'onion-soup', …}, {'day': 'fri', …}]

    All times are in seconds. Each request waits ``connect`` for the connection, then ``read`` for the answer:
    ``requests`` takes both as ``timeout=(connect, read)``. Neither limits the whole, so there is a ``deadline``,
    which counts from the call of this function:

    ===========================  =====================================================================
    left when a request begins   what happens
    ===========================  =====================================================================
    enough                       the request waits ``(connect, read)``
    less than one of the two     the request waits no longer than what is left, for either of the two
    nothing, or less             DeadlinePassed, and no more requests
    ===========================  =====================================================================

    Each of the two may use all that is left. An answer that arrived is kept, even if nothing is left when the last
    one is here.
    The requests go over ``session`` when one is passed in.

    Raises:
        DeadlinePassed: before a request that could not start in time.
        requests.Timeout: when a request waited for as long as it may.
        requests.HTTPError: for an error status.
    """
    # TODO 1: ask for each day, with both timeouts.
    # TODO 2: note when this began, and before each request see what is left. time.monotonic() is the clock for it.
    raise NotImplementedError("TODO 1: ask for each day, with both timeouts")
