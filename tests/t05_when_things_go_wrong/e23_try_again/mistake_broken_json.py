"""What is no JSON is asked for again, since the `except` takes all exceptions of requests.

caught by: lets_other_trouble_through
message: the JSON of a good answer is broken
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
            else:
                raise requests.ConnectionError("try again")
            return response.json()
        except requests.HTTPError:
            raise
        except requests.RequestException:
            if attempt == attempts - 1:
                raise
            time.sleep(0.5 * 2**attempt)
