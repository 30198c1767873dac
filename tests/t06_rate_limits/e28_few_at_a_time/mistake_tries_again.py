"""M36 · What fails is tried again and again, a 404 too.

caught by: tries_nothing_again
message: what had failed was tried again
"""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import requests


def fetch_all(urls, *, workers=4, per_second=5.0, timeout=5.0, session=None):
    client = session or requests.Session()

    def fetch(url):
        try:
            for attempt in range(3):
                try:
                    response = client.get(url, timeout=timeout)
                    response.raise_for_status()
                    return response.json()
                except requests.RequestException as error:
                    if attempt == 2:
                        return error
                    time.sleep(1)
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
