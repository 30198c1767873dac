"""M37 · There is a wait after the last request, and then nothing comes.

caught by: gives_up_when_the_attempts_are_used_up
message: before it raised: there was no request left to wait for
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
    for _ in range(attempts):
        response = get(url, timeout=timeout)
        if response.status_code not in (429, 503):
            break
        wait = parse_retry_after(response.headers.get("Retry-After"), time.time())
        if wait is None:
            wait = 1.0
        if wait > max_wait:
            break
        time.sleep(wait)
    response.raise_for_status()
    return response.json()
