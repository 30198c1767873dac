"""M01 · Only the first attempt has a timeout.

caught by: passes_the_timeout_on
message: does not pass `timeout` on
"""

import time

import requests

PASSING = {429, 500, 502, 503, 504}


def get_json(url, *, attempts=4, timeout=5.0, session=None):
    client = session or requests
    for attempt in range(attempts):
        try:
            response = client.get(url, timeout=timeout if attempt == 0 else None)
            if attempt == attempts - 1 or response.status_code not in PASSING:
                response.raise_for_status()
                return response.json()
        except (requests.ConnectionError, requests.Timeout):
            if attempt == attempts - 1:
                raise
        time.sleep(0.5 * 2**attempt)
