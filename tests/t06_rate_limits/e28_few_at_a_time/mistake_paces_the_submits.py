"""The work goes into the pool at the right pace, but starts whenever a worker takes it from there.

caught by: keeps_the_pace
message: all the work that was due starts now
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

    with ThreadPoolExecutor(workers) as pool:
        futures = []
        for url in urls:
            futures.append(pool.submit(fetch, url))
            time.sleep(1 / per_second)
        return [future.result() for future in futures]
