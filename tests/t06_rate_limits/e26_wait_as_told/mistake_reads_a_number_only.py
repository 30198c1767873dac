"""M39 · Retry-After goes through `float` without a look, and a date ends the program.

caught by: waits_until_the_date
message: Retry-After may be a date, RFC 9110 §10.2.3
"""

import time

import requests


def get_when_ready(url, *, attempts=3, max_wait=60.0, timeout=5.0, session=None):
    get = requests.get if session is None else session.get
    for left in range(attempts - 1, -1, -1):
        response = get(url, timeout=timeout)
        if response.status_code not in (429, 503):
            break
        wait = float(response.headers.get("Retry-After", 1))
        if not left or wait > max_wait:
            break
        time.sleep(wait)
    response.raise_for_status()
    return response.json()
