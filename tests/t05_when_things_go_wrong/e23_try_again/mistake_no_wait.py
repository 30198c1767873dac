"""M42 · It asks again at once, and again, and again.

caught by: waits_longer_and_longer
message: does not wait between its attempts
"""

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
        except (requests.ConnectionError, requests.Timeout):
            if attempt == attempts - 1:
                raise
