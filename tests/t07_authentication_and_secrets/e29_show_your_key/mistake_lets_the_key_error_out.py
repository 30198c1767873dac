"""M54 · `os.environ[env]` raises KeyError, and nobody makes a MissingKey of it.

caught by: raises_without_a_key
message: KeyError
"""

import os

import requests


class MissingKey(Exception):
    pass


def whoami(base_url, *, env="BISTRO_API_KEY", timeout=5.0, session=None):
    key = os.environ[env].strip()
    if not key:
        raise MissingKey(f"{env} is not set")
    response = (session or requests).get(f"{base_url}/whoami", headers={"X-API-Key": key}, timeout=timeout)
    response.raise_for_status()
    return response.json()
