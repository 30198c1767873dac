"""M37 · It waits after the last attempt, too, and only then gives up.

caught by: raises_the_last_error_as_it_was
message: after the last attempt, for nothing
"""

import time

import requests

PASSING = {429, 500, 502, 503, 504}


def get_json(url, *, attempts=4, timeout=5.0, session=None):
    client = session or requests
    for attempt in range(attempts):
        error = None
        try:
            response = client.get(url, timeout=timeout)
            if response.status_code not in PASSING:
                response.raise_for_status()
                return response.json()
        except (requests.ConnectionError, requests.Timeout) as failure:
            error = failure
        time.sleep(0.5 * 2**attempt)
    if error:
        raise error
    response.raise_for_status()
