"""The header's name is made up.

caught by: shows_its_key
message: you sent that as
"""

import os

import requests


class MissingKey(Exception):
    pass


def whoami(base_url, *, env="BISTRO_API_KEY", timeout=5.0, session=None):
    key = os.environ.get(env, "").strip()
    if not key:
        raise MissingKey(f"{env} is not set")
    response = (session or requests).get(f"{base_url}/whoami", headers={"Api-Key": key}, timeout=timeout)
    response.raise_for_status()
    return response.json()
