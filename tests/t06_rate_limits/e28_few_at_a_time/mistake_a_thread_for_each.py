"""The starts keep the pace, but there is a thread for each URL, and nobody counts them.

caught by: sends_no_more_than_it_may
message: Your code has 12 requests in flight at once, although workers=8
"""

import time
from concurrent.futures import ThreadPoolExecutor

import requests


def fetch_all(urls, *, workers=4, per_second=5.0, timeout=5.0, session=None):
    client = session or requests.Session()

    def fetch(url):
        try:
            response = client.get(url, timeout=timeout)
            response.raise_for_status()
            return response.json()
        except requests.RequestException as error:
            return error

    with ThreadPoolExecutor(len(urls)) as pool:
        futures = []
        for url in urls:
            futures.append(pool.submit(fetch, url))
            time.sleep(1 / per_second)
        return [future.result() for future in futures]
