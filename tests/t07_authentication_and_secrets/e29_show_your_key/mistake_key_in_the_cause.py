"""M57 · The exception says nothing, and carries along the one that does.

caught by: the_key_shows_nowhere
message: carries along as __cause__
"""

import os

import requests


class MissingKey(Exception):
    pass


def whoami(base_url, *, env="BISTRO_API_KEY", timeout=5.0, session=None):
    key = os.environ.get(env, "").strip()
    if not key:
        raise MissingKey(f"{env} is not set")
    response = (session or requests).get(f"{base_url}/whoami", headers={"X-API-Key": key}, timeout=timeout)
    try:
        if response.status_code in (401, 403):
            raise ValueError(f"refused: {key}")
    except ValueError as error:
        raise requests.HTTPError("the key was refused", response=response) from error
    response.raise_for_status()
    return response.json()
