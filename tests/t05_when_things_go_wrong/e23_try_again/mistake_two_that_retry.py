"""M47 · A loop over a Session whose adapter tries again as well: the attempts multiply.

caught by: waits_longer_and_longer
message: Does something below your loop try again as well
"""

import time

import requests
from requests.adapters import HTTPAdapter
from urllib3 import Retry

PASSING = {429, 500, 502, 503, 504}


def get_json(url, *, attempts=4, timeout=5.0, session=None):
    client = session or requests.Session()
    client.mount("https://", HTTPAdapter(max_retries=Retry(attempts - 1, backoff_factor=0.1)))
    for attempt in range(attempts):
        try:
            response = client.get(url, timeout=timeout)
            if attempt == attempts - 1 or response.status_code not in PASSING:
                response.raise_for_status()
                return response.json()
        except (requests.ConnectionError, requests.Timeout):
            if attempt == attempts - 1:
                raise
        time.sleep(0.5 * 2**attempt)
