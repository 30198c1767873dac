"""M35 · Every status from 500 up is tried again, a 501 as well.

caught by: raises_other_statuses_at_once
message: tried again after a 501
"""

import time

import requests

PASSING = {429, 500, 502, 503, 504}


def get_json(url, *, attempts=4, timeout=5.0, session=None):
    client = session or requests
    for attempt in range(attempts):
        try:
            response = client.get(url, timeout=timeout)
            if attempt == attempts - 1 or not (response.status_code == 429 or response.status_code >= 500):
                response.raise_for_status()
                return response.json()
        except (requests.ConnectionError, requests.Timeout):
            if attempt == attempts - 1:
                raise
        time.sleep(0.5 * 2**attempt)
