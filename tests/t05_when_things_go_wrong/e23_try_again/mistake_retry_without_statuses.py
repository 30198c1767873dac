"""M52 · urllib3's Retry tries no status again unless it is given a list of them.

caught by: tries_again_after_a_passing_status
message: gave up after
"""

import requests
from requests.adapters import HTTPAdapter
from urllib3 import Retry

PASSING = {429, 500, 502, 503, 504}


def get_json(url, *, attempts=4, timeout=5.0, session=None):
    client = session or requests.Session()
    client.mount("https://", HTTPAdapter(max_retries=Retry(total=attempts - 1, backoff_factor=0.5)))
    response = client.get(url, timeout=timeout)
    response.raise_for_status()
    return response.json()
