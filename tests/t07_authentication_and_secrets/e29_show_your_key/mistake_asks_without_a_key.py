"""M54 · Without a variable it asks all the same: `requests` leaves out a header that is None.

caught by: raises_without_a_key
message: asked without a key
"""

import os

import requests


class MissingKey(Exception):
    pass


def whoami(base_url, *, env="BISTRO_API_KEY", timeout=5.0, session=None):
    key = os.environ.get(env)
    if key is not None:
        key = key.strip()
    response = (session or requests).get(f"{base_url}/whoami", headers={"X-API-Key": key}, timeout=timeout)
    response.raise_for_status()
    return response.json()
