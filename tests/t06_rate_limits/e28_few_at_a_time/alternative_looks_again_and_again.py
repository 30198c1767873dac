"""No pool and no lock: the main thread starts a thread for each URL, and looks again and again whether it may."""

import threading
import time

import requests


def fetch_all(urls, *, workers=4, per_second=5.0, timeout=5.0, session=None):
    client = session if session is not None else requests.Session()
    results = {}

    def fetch(place, url):
        try:
            response = client.get(url, timeout=timeout)
            response.raise_for_status()
            results[place] = response.json()
        except requests.RequestException as error:
            results[place] = error

    threads = []
    for place, url in enumerate(urls):
        while sum(thread.is_alive() for thread in threads) >= workers:
            time.sleep(0.01)
        threads.append(threading.Thread(target=fetch, args=(place, url)))
        threads[-1].start()
        time.sleep(1 / per_second)
    for thread in threads:
        thread.join()
    return [results[place] for place in range(len(urls))]
