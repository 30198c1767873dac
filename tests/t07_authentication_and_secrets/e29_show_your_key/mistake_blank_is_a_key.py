"""M54 · A variable that is set is taken for a key, even if it is blank.

caught by: a_blank_is_no_key
message: asked with '' for a key
"""

import os

import requests


class MissingKey(Exception):
    pass


def whoami(base_url, *, env="BISTRO_API_KEY", timeout=5.0, session=None):
    if env not in os.environ:
        raise MissingKey(f"{env} is not set")
    key = os.environ[env].strip()
    response = (session or requests).get(f"{base_url}/whoami", headers={"X-API-Key": key}, timeout=timeout)
    response.raise_for_status()
    return response.json()
