"""M37 · `attempts` is taken for the number of repetitions: there is one request more.

caught by: raises_the_last_error_as_it_was
message: counts the first one as well
"""

import time

import requests

PASSING = {429, 500, 502, 503, 504}


def get_json(url, *, attempts=4, timeout=5.0, session=None):
    client = session or requests
    for attempt in range(attempts + 1):
        try:
            response = client.get(url, timeout=timeout)
            if attempt == attempts or response.status_code not in PASSING:
                response.raise_for_status()
                return response.json()
        except (requests.ConnectionError, requests.Timeout):
            if attempt == attempts:
                raise
        time.sleep(0.5 * 2**attempt)
