"""M53 · The key is read once, when the file is imported.

caught by: reads_the_key_when_it_is_called
message: when your file was imported
"""

import os

import requests

KEY = os.environ.get("BISTRO_API_KEY", "").strip()


class MissingKey(Exception):
    pass


def whoami(base_url, *, env="BISTRO_API_KEY", timeout=5.0, session=None):
    if not KEY:
        raise MissingKey("BISTRO_API_KEY is not set")
    response = (session or requests).get(f"{base_url}/whoami", headers={"X-API-Key": KEY}, timeout=timeout)
    response.raise_for_status()
    return response.json()
