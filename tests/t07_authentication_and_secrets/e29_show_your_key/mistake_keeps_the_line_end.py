"""M55 · The key is sent with the line end behind it.

caught by: strips_the_key
message: with the white space around it
"""

import os

import requests


class MissingKey(Exception):
    pass


def whoami(base_url, *, env="BISTRO_API_KEY", timeout=5.0, session=None):
    key = os.environ.get(env, "")
    if not key.strip():
        raise MissingKey(f"{env} is not set")
    response = (session or requests).get(f"{base_url}/whoami", headers={"X-API-Key": key}, timeout=timeout)
    response.raise_for_status()
    return response.json()
