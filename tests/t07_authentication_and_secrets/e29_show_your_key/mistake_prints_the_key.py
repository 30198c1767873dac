"""M57 · It prints the key, to see whether it is the right one.

caught by: the_key_shows_nowhere
message: the output
"""

import os

import requests


class MissingKey(Exception):
    pass


def whoami(base_url, *, env="BISTRO_API_KEY", timeout=5.0, session=None):
    key = os.environ.get(env, "").strip()
    if not key:
        raise MissingKey(f"{env} is not set")
    print("using key", key)
    response = (session or requests).get(f"{base_url}/whoami", headers={"X-API-Key": key}, timeout=timeout)
    response.raise_for_status()
    return response.json()
