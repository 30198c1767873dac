"""urllib3's Retry does it all, on an adapter: its first new attempt comes at once, and it honours Retry-After."""

import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry


def get_json(url, *, attempts=4, timeout=5.0, session=None):
    retry = Retry(
        total=attempts - 1,
        status_forcelist=[429, 500, 502, 503, 504],
        allowed_methods=["GET"],
        backoff_factor=0.5,
        raise_on_status=False,
    )
    client = session or requests.Session()
    before = client.get_adapter(url)
    client.mount(url, HTTPAdapter(max_retries=retry))
    try:
        answer = client.get(url, timeout=timeout)
    finally:
        client.mount(url, before)
    answer.raise_for_status()
    return answer.json()
