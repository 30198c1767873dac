"""It calls itself with one attempt less and twice the wait."""

import time

import requests


def get_json(url, *, attempts=4, timeout=5.0, session=None, wait=0.25):
    try:
        answer = (session or requests).get(url, timeout=timeout)
        answer.raise_for_status()
        return answer.json()
    except (requests.HTTPError, requests.ConnectionError, requests.Timeout) as error:
        passing = error.response is None or error.response.status_code in (429, 500, 502, 503, 504)
        if attempts <= 1 or not passing:
            raise
    time.sleep(wait)
    return get_json(url, attempts=attempts - 1, timeout=timeout, session=session, wait=2 * wait)
