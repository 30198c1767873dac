"""e28 · A few at a time

One waiter who carries twenty slips one by one leaves the guests hungry. Twenty waiters at once, and the kitchen throws
them all out. So you send a few, and no two of them through the door in the same breath.
"""

import requests


def fetch_all(
    urls: list[str],
    *,
    workers: int = 4,
    per_second: float = 5.0,
    timeout: float = 5.0,
    session: requests.Session | None = None,
) -> list[object]:
    """Return the JSON of each of these URLs, in the order of ``urls``: one GET for each, some at once, in threads.

    >>> fetch_all(["https://bistro.test/rush/menu/onion-soup", "https://bistro.test/rush/menu/unicorn-steak"])
    [{'slug': 'onion-soup', …}, HTTPError('404 Client Error: Not Found for url: …')]

    Two rules for all threads together, so that no server has to send you a 429 (RFC 6585 §4):

    ==================  ================================================================================================
    ``workers``         At most so many requests are in flight at once: sent, and not yet answered. When answers are
                        slow, it is really that many.
    ``per_second``      The starts of any two requests are at least ``1 / per_second`` seconds apart, whichever thread
                        sends them. Slow answers change nothing: starts that were missed are not caught up on.
    ==================  ================================================================================================

    A URL that fails loses nothing else: its exception stands in its place in the list, and is not raised. A failure is
    any ``requests.RequestException``: ConnectionError, Timeout, HTTPError for an error status (4xx, 5xx),
    JSONDecodeError for a body that is no JSON. Nothing is tried again.

    Each request waits at most ``timeout`` seconds for an answer. All of them go over ``session`` when one is passed in.
    Otherwise make one for all threads, or one for each thread (``requests`` does not promise that threads can share
    one), and use connections again: no more of them than ``workers`` are made.
    """
    # TODO 1: one URL after the other: its JSON, or its exception.
    # TODO 2: ``workers`` threads at once; concurrent.futures.ThreadPoolExecutor has them.
    # TODO 3: no start sooner than 1 / per_second after the one before. Who decides that for all the threads?
    raise NotImplementedError("TODO 1: one URL after the other: its JSON, or its exception")
