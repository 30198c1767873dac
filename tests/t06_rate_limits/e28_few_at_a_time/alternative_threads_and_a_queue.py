"""Threads by hand take their work from a queue, and the next slip only together with the right to start."""

import json
import queue
import threading
import time

import requests


def fetch_all(urls, *, workers=4, per_second=5.0, timeout=5.0, session=None):
    slips: queue.Queue = queue.Queue()
    for slip in enumerate(urls):
        slips.put(slip)
    results: list[object] = [None] * len(urls)
    door = threading.Lock()

    def work():
        own = session or requests.Session()
        while True:
            with door:
                try:
                    place, url = slips.get_nowait()
                except queue.Empty:
                    return
                if place:
                    time.sleep(1 / per_second)
            try:
                request = own.prepare_request(requests.Request("GET", url))
                answer = own.send(request, timeout=(timeout, timeout))
                if answer.status_code >= 400:
                    raise requests.HTTPError(f"{answer.status_code} for {url}", response=answer)
                results[place] = json.loads(answer.content)
            except (requests.RequestException, ValueError) as error:
                results[place] = error

    threads = [threading.Thread(target=work) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
