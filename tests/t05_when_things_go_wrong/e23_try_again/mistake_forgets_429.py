"""Only the server's errors are tried again: a 429 is taken for the caller's mistake.

caught by: tries_again_after_a_passing_status
message: gave up after 429
"""

import time

import requests

PASSING = {429, 500, 502, 503, 504}


def get_json(url, *, attempts=4, timeout=5.0, session=None):
    client = session or requests
    for attempt in range(attempts):
        try:
            response = client.get(url, timeout=timeout)
            if attempt == attempts - 1 or response.status_code not in (500, 502, 503, 504):
                response.raise_for_status()
                return response.json()
        except (requests.ConnectionError, requests.Timeout):
            if attempt == attempts - 1:
                raise
        time.sleep(0.5 * 2**attempt)
