"""M54 · It asks first, and looks afterwards whether there was a key.

caught by: raises_without_a_key
message: too late
"""

import os

import requests


class MissingKey(Exception):
    pass


def whoami(base_url, *, env="BISTRO_API_KEY", timeout=5.0, session=None):
    key = os.environ.get(env, "").strip()
    response = (session or requests).get(f"{base_url}/whoami", headers={"X-API-Key": key}, timeout=timeout)
    if not key:
        raise MissingKey(f"{env} is not set")
    response.raise_for_status()
    return response.json()
