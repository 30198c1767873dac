"""M13 · The session that is passed in is not used.

caught by: uses_your_session
message: did not use the session
"""

import time

import requests

PASSING = {429, 500, 502, 503, 504}


def get_json(url, *, attempts=4, timeout=5.0, session=None):
    client = requests.Session()
    for attempt in range(attempts):
        try:
            response = client.get(url, timeout=timeout)
            if attempt == attempts - 1 or response.status_code not in PASSING:
                response.raise_for_status()
                return response.json()
        except (requests.ConnectionError, requests.Timeout):
            if attempt == attempts - 1:
                raise
        time.sleep(0.5 * 2**attempt)
