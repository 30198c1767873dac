"""M13 · Each request makes a connection of its own.

caught by: uses_connections_again
message: Your code made 12 connections for 12 requests
"""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import requests


def fetch_all(urls, *, workers=4, per_second=5.0, timeout=5.0, session=None):
    def fetch(url):
        try:
            response = (session or requests).get(url, timeout=timeout)
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
