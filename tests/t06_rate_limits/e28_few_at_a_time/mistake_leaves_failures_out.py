"""What failed is left out, so that nobody knows which answer belongs to which URL.

caught by: puts_failures_in_their_place
message: Your list has 2 entries for 5 URLs
"""

import threading
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
            return None
        finally:
            free.release()

    free = threading.Semaphore(workers)
    with ThreadPoolExecutor(workers) as pool:
        futures = []
        for url in urls:
            free.acquire()
            futures.append(pool.submit(fetch, url))
            time.sleep(1 / per_second)
        return [future.result() for future in futures if future.result() is not None]
