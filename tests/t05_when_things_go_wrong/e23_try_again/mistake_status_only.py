"""Statuses are tried again, but nobody thought of a line that goes dead.

caught by: tries_again_when_the_line_goes_dead
message: let a ConnectionError through
"""

import time

import requests

PASSING = {429, 500, 502, 503, 504}


def get_json(url, *, attempts=4, timeout=5.0, session=None):
    client = session or requests
    for attempt in range(attempts):
        response = client.get(url, timeout=timeout)
        if attempt == attempts - 1 or response.status_code not in PASSING:
            response.raise_for_status()
            return response.json()
        time.sleep(0.5 * 2**attempt)
