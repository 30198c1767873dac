"""M01 · The requests have no timeout.

caught by: passes_the_timeout_on
message: does not pass `timeout` on
"""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import requests


def fetch_all(urls, *, workers=4, per_second=5.0, timeout=5.0, session=None):
    client = session or requests.Session()

    def fetch(url):
        try:
            response = client.get(url)
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
