"""M32 · When all attempts failed it returns None, as if nothing were wrong.

caught by: raises_when_no_answer_ever_comes
message: should have raised
"""

import time

import requests

PASSING = {429, 500, 502, 503, 504}


def get_json(url, *, attempts=4, timeout=5.0, session=None):
    client = session or requests
    for attempt in range(attempts):
        if attempt:
            time.sleep(0.5 * 2 ** (attempt - 1))
        try:
            response = client.get(url, timeout=timeout)
        except (requests.ConnectionError, requests.Timeout):
            continue
        if response.status_code not in PASSING:
            response.raise_for_status()
            return response.json()
    return None
