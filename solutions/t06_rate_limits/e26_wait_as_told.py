"""e26 · Wait as long as you are told

The kitchen is full. It answers 429, and says in `Retry-After` when to come back. A waiter who comes back sooner is sent
away again, and one who never asks when can only guess.
"""

import re
import time
from datetime import UTC
from email.utils import parsedate_to_datetime

import requests


def parse_retry_after(value: str | None, now: float) -> float | None:
    """Return how many seconds ``Retry-After`` asks you to wait, counted from ``now`` (seconds since 1970), or None."""
    text = (value or "").strip()
    if re.fullmatch(r"[0-9]+(\.[0-9]+)?", text):
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return max(0.0, moment.replace(tzinfo=moment.tzinfo or UTC).timestamp() - now)


def get_when_ready(
    url: str,
    *,
    attempts: int = 3,
    max_wait: float = 60.0,
    timeout: float = 5.0,
    session: requests.Session | None = None,
) -> object:
    """Return the JSON at ``url``, waiting whenever the server says so.

    On 429 (too many requests) or 503 (too busy) wait what ``Retry-After`` says (``parse_retry_after`` above reads it),
    or 1 second when it says nothing usable, then ask again. Up to a second longer does no harm; sooner does (RFC 9110
    §10.2.3). ``attempts`` counts requests, the first included. No other answer makes you wait, whatever it says.

    Each request waits at most ``timeout`` seconds for an answer, and goes over ``session`` when one is passed in.

    Raises:
        requests.HTTPError: for the last answer, at once, when ``attempts`` are used up or the wait would be longer than
            ``max_wait`` seconds; and at once for any other error status.
    """
    get = requests.get if session is None else session.get
    for attempts_left in range(attempts - 1, -1, -1):
        response = get(url, timeout=timeout)
        if response.status_code not in (429, 503):
            # Before anything is read of Retry-After: some servers send it with every answer.
            break
        # A date is counted from the clock's time, not from that of time.monotonic(), which began anywhere.
        told = parse_retry_after(response.headers.get("Retry-After"), time.time())
        wait = 1.0 if told is None else told  # `told or 1.0` would make a second of "0"
        # Not min(wait, max_wait): who comes back sooner than told is sent away again, and counted once more.
        if not attempts_left or wait > max_wait:
            break
        time.sleep(wait)
    response.raise_for_status()
    return response.json()
