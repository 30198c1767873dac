"""A timeout is not tried again: a ReadTimeout is no ConnectionError.

caught by: tries_again_when_the_line_goes_dead
message: let a ReadTimeout through
"""

import time

import requests

PASSING = {429, 500, 502, 503, 504}


def get_json(url, *, attempts=4, timeout=5.0, session=None):
    client = session or requests
    for attempt in range(attempts):
        try:
            response = client.get(url, timeout=timeout)
            if attempt == attempts - 1 or response.status_code not in PASSING:
                response.raise_for_status()
                return response.json()
        except requests.ConnectionError:
            if attempt == attempts - 1:
                raise
        time.sleep(0.5 * 2**attempt)
