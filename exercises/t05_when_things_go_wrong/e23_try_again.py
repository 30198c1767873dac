"""e23 · Try again

“The soup has boiled over, just a moment.” You ask again, a little later, and there is soup. “We have no such dish” is
true however often you ask. And when you do give up, tell the guest what the kitchen said last, not how often you asked.
"""

import time

import requests

PASSING = {429, 500, 502, 503, 504}
"""Error statuses that may be gone a moment later."""


def get_json(url: str, *, attempts: int = 4, timeout: float = 5.0, session: requests.Session | None = None) -> object:
    """Return the JSON of ``GET url``. Where it fails and may work later, try again.

    =========================================  ==========================================
    what comes of a request                    what to do
    =========================================  ==========================================
    requests.ConnectionError                   try again
    requests.Timeout                           try again
    429, 500, 502, 503, 504                    try again
    another error status, such as 404 or 501   raise requests.HTTPError at once
    any other trouble, such as broken JSON     let its exception through at once
    =========================================  ==========================================

    ``attempts`` is how many requests are sent at most, the first one included.

    Wait before each new attempt, on the whole longer each time: half a second, then twice as long, and so on. Only the
    first new attempt may come at once. Jitter as in e22 is welcome; to wait as long as ``Retry-After`` says is fine.
    There is nothing to wait for after an answer that you keep, nor after the last attempt.

    A loop of your own will do, and so will urllib3's ``Retry``. Use one of them: four attempts that try four times each
    are sixteen requests.

    Each request waits at most ``timeout`` seconds, and goes over ``session`` when one is passed in.

    Raises:
        requests.HTTPError: with the answer as its ``response``; at once, or when the last attempt failed as well.
        requests.ConnectionError, requests.Timeout: when the last attempt ended that way.
    """
    # TODO 1: ask, and ask again after one of the PASSING statuses.
    # TODO 2: ask again when the line goes dead, too.
    # TODO 3: wait before each new attempt, and raise what went wrong in the last one.
    raise NotImplementedError("TODO 1: ask, and ask again after one of the PASSING statuses")
