"""M58 · It logs the headers of the request, and with them the key.

caught by: the_key_shows_nowhere
message: logs
"""

import logging
import os

import requests

log = logging.getLogger(__name__)


class MissingKey(Exception):
    pass


def whoami(base_url, *, env="BISTRO_API_KEY", timeout=5.0, session=None):
    key = os.environ.get(env, "").strip()
    if not key:
        raise MissingKey(f"{env} is not set")
    headers = {"X-API-Key": key}
    log.debug("GET /whoami %s", headers)
    response = (session or requests).get(f"{base_url}/whoami", headers=headers, timeout=timeout)
    response.raise_for_status()
    return response.json()
