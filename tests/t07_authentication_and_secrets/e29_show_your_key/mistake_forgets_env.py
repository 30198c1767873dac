"""The variable is always the same one, whatever `env` says.

caught by: reads_the_key_when_it_is_called
message: env='KEY_OF_A_FRIEND'
"""

import os

import requests


class MissingKey(Exception):
    pass


def whoami(base_url, *, env="BISTRO_API_KEY", timeout=5.0, session=None):
    key = os.environ.get("BISTRO_API_KEY", "").strip()
    if not key:
        raise MissingKey("BISTRO_API_KEY is not set")
    response = (session or requests).get(f"{base_url}/whoami", headers={"X-API-Key": key}, timeout=timeout)
    response.raise_for_status()
    return response.json()
