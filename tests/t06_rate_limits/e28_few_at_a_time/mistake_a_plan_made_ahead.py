"""The starts are planned when the function begins; after slow answers all that are late start at once.

caught by: keeps_the_pace
message: all the work that was due starts now
"""

import time
from concurrent.futures import ThreadPoolExecutor

import requests


def fetch_all(urls, *, workers=4, per_second=5.0, timeout=5.0, session=None):
    client = session or requests.Session()
    begin = time.monotonic()

    def fetch(place, url):
        time.sleep(max(0, begin + place / per_second - time.monotonic()))
        try:
            response = client.get(url, timeout=timeout)
            response.raise_for_status()
            return response.json()
        except requests.RequestException as error:
            return error

    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(fetch, range(len(urls)), urls))
