"""M01 · The request has no timeout.

caught by: passes_timeout_and_session_on
message: does not pass `timeout` on
"""

import os

import requests


class MissingKey(Exception):
    pass


def whoami(base_url, *, env="BISTRO_API_KEY", timeout=5.0, session=None):
    key = os.environ.get(env, "").strip()
    if not key:
        raise MissingKey(f"{env} is not set")
    response = (session or requests).get(f"{base_url}/whoami", headers={"X-API-Key": key})
    response.raise_for_status()
    return response.json()
