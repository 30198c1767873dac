"""M56 · The key is in the query of the URL.

caught by: shows_its_key
message: query parameter `api_key`
"""

import os

import requests


class MissingKey(Exception):
    pass


def whoami(base_url, *, env="BISTRO_API_KEY", timeout=5.0, session=None):
    key = os.environ.get(env, "").strip()
    if not key:
        raise MissingKey(f"{env} is not set")
    response = (session or requests).get(f"{base_url}/whoami", params={"api_key": key}, timeout=timeout)
    response.raise_for_status()
    return response.json()
