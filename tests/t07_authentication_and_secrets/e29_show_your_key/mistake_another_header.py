"""The key is sent as a Bearer token, as other APIs have it.

caught by: shows_its_key
message: X-API-Key
"""

import os

import requests


class MissingKey(Exception):
    pass


def whoami(base_url, *, env="BISTRO_API_KEY", timeout=5.0, session=None):
    key = os.environ.get(env, "").strip()
    if not key:
        raise MissingKey(f"{env} is not set")
    headers = {"Authorization": f"Bearer {key}"}
    response = (session or requests).get(f"{base_url}/whoami", headers=headers, timeout=timeout)
    response.raise_for_status()
    return response.json()
