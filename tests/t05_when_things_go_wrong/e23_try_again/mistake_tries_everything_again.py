"""M35 · Every exception of requests is tried again, so a 404 is asked for four times.

caught by: raises_other_statuses_at_once
message: 4 requests for a dish that is not on the menu
"""

import time

import requests

PASSING = {429, 500, 502, 503, 504}


def get_json(url, *, attempts=4, timeout=5.0, session=None):
    client = session or requests
    for attempt in range(attempts):
        try:
            response = client.get(url, timeout=timeout)
            response.raise_for_status()
            return response.json()
        except requests.RequestException:
            if attempt == attempts - 1:
                raise
            time.sleep(0.5 * 2**attempt)
