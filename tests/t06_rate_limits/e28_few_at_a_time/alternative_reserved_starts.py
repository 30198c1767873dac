"""Each thread reserves its start under the lock, and sleeps until then without it. A semaphore counts the workers."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import requests


def fetch_all(urls, *, workers=4, per_second=5.0, timeout=5.0, session=None):
    lock = threading.Lock()
    free = threading.BoundedSemaphore(workers)
    gap = 1 / per_second
    next_start = time.perf_counter()

    def reserve():
        nonlocal next_start
        with lock:
            start = max(next_start, time.perf_counter())
            next_start = start + gap
        return start

    def fetch(client, url):
        with free:
            time.sleep(max(0, reserve() - time.perf_counter()))
            try:
                response = client.get(url, timeout=timeout)
                response.raise_for_status()
                return response.json()
            except requests.RequestException as error:
                return error

    client = session or requests.Session()
    try:
        with ThreadPoolExecutor(max_workers=len(urls) or 1) as pool:
            futures = [pool.submit(fetch, client, url) for url in urls]
        return [future.result() for future in futures]
    finally:
        if session is None:
            client.close()
