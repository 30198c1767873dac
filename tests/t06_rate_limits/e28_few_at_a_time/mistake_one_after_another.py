"""One request after the other; `workers` is never used.

caught by: sends_several_at_once
message: never has more than 1 request in flight
"""

import time

import requests


def fetch_all(urls, *, workers=4, per_second=5.0, timeout=5.0, session=None):
    client = session or requests.Session()
    results = []
    for place, url in enumerate(urls):
        if place:
            time.sleep(1 / per_second)
        try:
            response = client.get(url, timeout=timeout)
            response.raise_for_status()
            results.append(response.json())
        except requests.RequestException as error:
            results.append(error)
    return results
