"""The pool maps; a limiter with a lock lets one thread after the other pass. Each thread has a session of its own."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import requests


class Pace:
    def __init__(self, per_second: float) -> None:
        self.gap = 1 / per_second
        self.lock = threading.Lock()
        self.last: float | None = None

    def wait(self) -> None:
        with self.lock:
            if self.last is not None:
                left = self.last + self.gap - time.time()
                if left > 0:
                    time.sleep(left)
            self.last = time.time()


def fetch_all(urls, *, workers=4, per_second=5.0, timeout=5.0, session=None):
    pace = Pace(per_second)
    mine = threading.local()

    def client():
        if session is not None:
            return session
        if not hasattr(mine, "session"):
            mine.session = requests.Session()
        return mine.session

    def fetch(url):
        pace.wait()
        try:
            response = client().get(url, timeout=timeout)
            response.raise_for_status()
            return response.json()
        except requests.RequestException as error:
            return error

    with ThreadPoolExecutor(max_workers=workers) as pool:
        return list(pool.map(fetch, urls))
