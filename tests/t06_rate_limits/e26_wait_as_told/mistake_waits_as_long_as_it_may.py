"""M40 · A wait that is too long is cut to `max_wait`, and the next request comes too soon.

caught by: does_not_wait_longer_than_it_may
message: With max_wait=10 your code waited 10 s and asked again
"""

import re
import time
from datetime import UTC
from email.utils import parsedate_to_datetime

import requests


def parse_retry_after(value, now):
    text = (value or "").strip()
    if re.fullmatch(r"[0-9]+(\.[0-9]+)?", text):
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return max(0.0, moment.replace(tzinfo=moment.tzinfo or UTC).timestamp() - now)


def get_when_ready(url, *, attempts=3, max_wait=60.0, timeout=5.0, session=None):
    get = requests.get if session is None else session.get
    for left in range(attempts - 1, -1, -1):
        response = get(url, timeout=timeout)
        if response.status_code not in (429, 503):
            break
        wait = parse_retry_after(response.headers.get("Retry-After"), time.time())
        if wait is None:
            wait = 1.0
        if not left:
            break
        time.sleep(min(wait, max_wait))
    response.raise_for_status()
    return response.json()
