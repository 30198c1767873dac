"""M38 · The waits double, as if nobody had said how long to wait.

caught by: waits_the_seconds_that_it_is_told
message: it came too soon
"""

import time

import requests


def get_when_ready(url, *, attempts=3, max_wait=60.0, timeout=5.0, session=None):
    get = requests.get if session is None else session.get
    for left in range(attempts):
        response = get(url, timeout=timeout)
        if response.status_code not in (429, 503):
            break
        time.sleep(min(max_wait, 2**left))
    response.raise_for_status()
    return response.json()
