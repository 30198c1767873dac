"""The lock of the pace is held during the request, so that the threads go one by one.

caught by: sends_several_at_once
message: or hold a lock while it waits
"""

import threading
import time

import requests


def fetch_all(urls, *, workers=4, per_second=5.0, timeout=5.0, session=None):
    client = session or requests.Session()
    results = []
    left = list(urls)
    lock = threading.Lock()

    def work():
        while True:
            with lock:
                if not left:
                    return
                time.sleep(1 / per_second)
                try:
                    response = client.get(left.pop(0), timeout=timeout)
                    response.raise_for_status()
                    results.append(response.json())
                except requests.RequestException as error:
                    results.append(error)

    threads = [threading.Thread(target=work) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
