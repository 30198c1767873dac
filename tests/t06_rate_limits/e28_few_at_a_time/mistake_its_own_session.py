"""M13 · The session that is passed in is forgotten.

caught by: uses_your_session
message: 0 of 12 requests over the session
"""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import requests


def fetch_all(urls, *, workers=4, per_second=5.0, timeout=5.0, session=None):
    client = requests.Session()

    def fetch(url):
        try:
            response = client.get(url, timeout=timeout)
            response.raise_for_status()
            return response.json()
        except requests.RequestException as error:
            return error
        finally:
            free.release()

    free = threading.Semaphore(workers)
    with ThreadPoolExecutor(workers) as pool:
        futures = []
        for url in urls:
            free.acquire()
            futures.append(pool.submit(fetch, url))
            time.sleep(1 / per_second)
        return [future.result() for future in futures]
