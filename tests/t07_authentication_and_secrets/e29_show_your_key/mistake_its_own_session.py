"""M13 · It has a session of its own, and leaves the one that it was given aside.

caught by: passes_timeout_and_session_on
message: did not use the session
"""

import os

import requests


class MissingKey(Exception):
    pass


def whoami(base_url, *, env="BISTRO_API_KEY", timeout=5.0, session=None):
    key = os.environ.get(env, "").strip()
    if not key:
        raise MissingKey(f"{env} is not set")
    with requests.Session() as own:
        response = own.get(f"{base_url}/whoami", headers={"X-API-Key": key}, timeout=timeout)
    response.raise_for_status()
    return response.json()
