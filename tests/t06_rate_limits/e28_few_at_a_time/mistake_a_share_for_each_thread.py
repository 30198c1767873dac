"""Each thread keeps its share of the pace: right on average, but two threads may start at the same moment.

caught by: keeps_the_pace
message: each for itself
"""

import threading
import time

import requests


def fetch_all(urls, *, workers=4, per_second=5.0, timeout=5.0, session=None):
    client = session or requests.Session()
    results = [None] * len(urls)

    def work(number):
        time.sleep(number / per_second)
        for place in range(number, len(urls), workers):
            try:
                response = client.get(urls[place], timeout=timeout)
                response.raise_for_status()
                results[place] = response.json()
            except requests.RequestException as error:
                results[place] = error
            time.sleep(workers / per_second)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
