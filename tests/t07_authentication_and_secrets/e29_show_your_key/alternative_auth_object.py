"""The key is put into the request by an auth object, which goes along with this request only."""

import os

import requests
from requests.auth import AuthBase


class MissingKey(Exception):
    """There is no key to show."""


class Key(AuthBase):
    def __init__(self, key: str) -> None:
        self._key = key

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["X-API-Key"] = self._key
        return request


def whoami(
    base_url: str,
    *,
    env: str = "BISTRO_API_KEY",
    timeout: float = 5.0,
    session: requests.Session | None = None,
) -> dict[str, object]:
    key = (os.getenv(env) or "").strip()
    if key == "":
        raise MissingKey(env)
    answer = (session or requests.Session()).get(f"{base_url}/whoami", auth=Key(key), timeout=timeout)
    answer.raise_for_status()
    return dict(answer.json())
