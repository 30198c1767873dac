"""It logs that it asks and prints whether it worked, in words that say nothing of the key."""

import logging
import os

import requests

log = logging.getLogger(__name__)


class MissingKey(Exception):
    """There is no key to show."""


def whoami(
    base_url: str,
    *,
    env: str = "BISTRO_API_KEY",
    timeout: float = 5.0,
    session: requests.Session | None = None,
) -> dict[str, object]:
    key = os.environ.get(env)
    if key is None or key.isspace() or not key:
        raise MissingKey(f"{env} is not set")
    log.warning("asking %s with the key in %s", base_url, env)
    with (session or requests).get(f"{base_url}/whoami", headers={"X-API-Key": key.strip()}, timeout=timeout) as answer:
        print("whoami:", answer.status_code)
        try:
            answer.raise_for_status()
        except requests.HTTPError as error:
            raise requests.HTTPError(f"the key in {env} was refused", response=answer) from error
        return answer.json()
