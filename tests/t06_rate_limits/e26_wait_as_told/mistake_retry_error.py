"""M52 · urllib3's Retry with its defaults: in the end it raises RetryError, and nobody sees the answer.

caught by: gives_up_when_the_attempts_are_used_up
message: RetryError
"""

import requests
from requests.adapters import HTTPAdapter
from urllib3 import Retry


def get_when_ready(url, *, attempts=3, max_wait=60.0, timeout=5.0, session=None):
    session = session or requests.Session()
    retry = Retry(total=attempts - 1, status_forcelist=[429, 503], backoff_factor=1, backoff_max=max_wait)
    session.mount(url, HTTPAdapter(max_retries=retry))
    response = session.get(url, timeout=timeout)
    response.raise_for_status()
    return response.json()
