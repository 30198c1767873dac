"""M36 · It tries until it works, and nobody counts.

caught by: raises_the_last_error_as_it_was
message: It has to give up at some time
"""

import time

import requests

PASSING = {429, 500, 502, 503, 504}


def get_json(url, *, attempts=4, timeout=5.0, session=None):
    client = session or requests
    wait = 0.5
    while True:
        try:
            response = client.get(url, timeout=timeout)
            if response.status_code not in PASSING:
                response.raise_for_status()
                return response.json()
        except (requests.ConnectionError, requests.Timeout):
            pass
        time.sleep(wait)
        wait *= 2
