"""M57 · The text of the exception says which key was refused.

caught by: the_key_shows_nowhere
message: the text of HTTPError
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
    if not response.ok:
        raise requests.HTTPError(f"{response.status_code} for the key {key}", response=response)
    return response.json()
