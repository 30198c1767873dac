"""M17 · The status is not looked at, so a refusal looks like an answer.

caught by: raises_when_the_key_is_refused
message: 403
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
    return response.json()
