"""e28 · A few at a time

One waiter who carries twenty slips one by one leaves the guests hungry. Twenty waiters at once, and the kitchen throws
them all out. So you send a few, and no two of them through the door in the same breath.
"""

import contextlib
import threading
import time
from concurrent.futures import ThreadPoolExecutor

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
    free = threading.Semaphore(workers)

    def fetch(client: requests.Session, url: str) -> object:
        try:
            response = client.get(url, timeout=timeout)
            response.raise_for_status()
            return response.json()
        except requests.RequestException as error:
            return error  # a bug of ours is no RequestException: future.result() raises it
        finally:
            free.release()

    with (
        requests.Session() if session is None else contextlib.nullcontext(session) as client,
        ThreadPoolExecutor(workers) as pool,
    ):
        futures = []
        may_start = time.monotonic()
        for url in urls:
            # Only this thread says when a request starts, so the pace needs no lock. It waits for a free worker first:
            # what waits in the pool's queue behind slow answers would start at any time, several in one breath.
            free.acquire()
            time.sleep(max(0.0, may_start - time.monotonic()))
            # Counted from this start, not from a plan that was made at the beginning: a late start makes the next late.
            may_start = time.monotonic() + 1 / per_second
            futures.append(pool.submit(fetch, client, url))
    return [future.result() for future in futures]
