"""The key is put into the headers of the caller's session, and stays there.

caught by: leaves_no_key_in_the_session
message: left the key in the session
"""

import os

import requests


class MissingKey(Exception):
    pass


def whoami(base_url, *, env="BISTRO_API_KEY", timeout=5.0, session=None):
    key = os.environ.get(env, "").strip()
    if not key:
        raise MissingKey(f"{env} is not set")
    session = session or requests.Session()
    session.headers["X-API-Key"] = key
    response = session.get(f"{base_url}/whoami", timeout=timeout)
    response.raise_for_status()
    return response.json()
