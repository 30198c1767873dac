"""M53 · The key stands in the file, as it was copied from the welcome letter.

caught by: shows_its_key
message: X-API-Key
"""

import requests

KEY = "practice-key-welcome"


class MissingKey(Exception):
    pass


def whoami(base_url, *, env="BISTRO_API_KEY", timeout=5.0, session=None):
    response = (session or requests).get(f"{base_url}/whoami", headers={"X-API-Key": KEY}, timeout=timeout)
    response.raise_for_status()
    return response.json()
