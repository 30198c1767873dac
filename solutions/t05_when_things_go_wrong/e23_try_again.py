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
    client = session or requests
    attempt, wait = 1, 0.5
    while True:
        try:
            response = client.get(url, timeout=timeout)
            # In the last attempt a 503 is like any other error: raise_for_status() tells it as it is.
            if attempt == attempts or response.status_code not in PASSING:
                response.raise_for_status()
                return response.json()
        # Only these two. RequestException would also be an HTTPError, a broken JSON text or a mistyped URL, and none
        # of them gets better by asking again.
        except (requests.ConnectionError, requests.Timeout):
            if attempt == attempts:
                raise
        time.sleep(wait)
        attempt, wait = attempt + 1, wait * 2
