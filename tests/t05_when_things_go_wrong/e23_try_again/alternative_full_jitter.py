"""Full jitter as in e22, in a session of its own; the wait stands before each new attempt."""

import contextlib
import random
import time

import requests


def get_json(url, *, attempts=4, timeout=5.0, session=None):
    error = None
    with contextlib.nullcontext(session) if session else requests.Session() as client:
        for attempt in range(attempts):
            if error is not None:
                time.sleep(random.uniform(0, min(8.0, 0.5 * 2 ** (attempt - 1))))
            try:
                answer = client.request("GET", url, timeout=(timeout, timeout))
                answer.raise_for_status()
            except requests.HTTPError as failure:
                if failure.response.status_code not in (429, 500, 502, 503, 504):
                    raise
                error = failure
            except (requests.ConnectionError, requests.Timeout) as failure:
                error = failure
            else:
                return answer.json()
    raise error
