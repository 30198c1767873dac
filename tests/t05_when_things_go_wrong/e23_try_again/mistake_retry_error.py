"""M52 · urllib3's Retry raises a RetryError in the end, which hides the answer.

caught by: raises_the_last_error_as_it_was
message: which hides the last answer
"""

import requests
from requests.adapters import HTTPAdapter
from urllib3 import Retry

PASSING = {429, 500, 502, 503, 504}


def get_json(url, *, attempts=4, timeout=5.0, session=None):
    retry = Retry(total=attempts - 1, status_forcelist=PASSING, backoff_factor=0.5)
    client = session or requests.Session()
    client.mount("https://", HTTPAdapter(max_retries=retry))
    response = client.get(url, timeout=timeout)
    response.raise_for_status()
    return response.json()
