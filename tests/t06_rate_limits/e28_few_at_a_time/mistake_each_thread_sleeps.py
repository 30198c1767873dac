"""Each thread sleeps before its request, all of them at the same time.

caught by: keeps_the_pace
message: each for itself
"""

import time
from concurrent.futures import ThreadPoolExecutor

import requests


def fetch_all(urls, *, workers=4, per_second=5.0, timeout=5.0, session=None):
    client = session or requests.Session()

    def fetch(url):
        time.sleep(1 / per_second)
        try:
            response = client.get(url, timeout=timeout)
            response.raise_for_status()
            return response.json()
        except requests.RequestException as error:
            return error

    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(fetch, urls))
