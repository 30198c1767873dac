"""The last start is looked at without a lock, so that all threads wait for the same moment.

caught by: keeps_the_pace
message: each for itself
"""

import time
from concurrent.futures import ThreadPoolExecutor

import requests


def fetch_all(urls, *, workers=4, per_second=5.0, timeout=5.0, session=None):
    client = session or requests.Session()
    last = time.monotonic()

    def fetch(url):
        nonlocal last
        left = last + 1 / per_second - time.monotonic()
        if left > 0:
            time.sleep(left)
        last = time.monotonic()
        try:
            response = client.get(url, timeout=timeout)
            response.raise_for_status()
            return response.json()
        except requests.RequestException as error:
            return error

    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(fetch, urls))
