"""M54 · Without a variable the text "None" is sent for a key.

caught by: raises_without_a_key
message: with 'None' for a key
"""

import os

import requests


class MissingKey(Exception):
    pass


def whoami(base_url, *, env="BISTRO_API_KEY", timeout=5.0, session=None):
    key = str(os.environ.get(env)).strip()
    response = (session or requests).get(f"{base_url}/whoami", headers={"X-API-Key": key}, timeout=timeout)
    response.raise_for_status()
    return response.json()
