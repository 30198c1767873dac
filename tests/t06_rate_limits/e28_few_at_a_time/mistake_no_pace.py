"""`per_second` is never used: as many requests as there are workers start at once.

caught by: keeps_the_pace
message: start at the same moment; per_second=2 asks for 0.5 s
"""

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
        return list(pool.map(fetch, urls))
