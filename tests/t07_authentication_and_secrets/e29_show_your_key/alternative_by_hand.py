"""The request is built by hand, the name of the header is written small, and KeyError becomes MissingKey."""

import os

import requests


class MissingKey(Exception):
    """There is no key to show."""


def read_key(name: str) -> str:
    try:
        key = os.environ[name].strip()
    except KeyError:
        raise MissingKey(f"please set {name}") from None
    if key:
        return key
    raise MissingKey(f"{name} is blank")


def whoami(
    base_url: str,
    *,
    env: str = "BISTRO_API_KEY",
    timeout: float = 5.0,
    session: requests.Session | None = None,
) -> dict[str, object]:
    request = requests.Request("GET", base_url + "/whoami", headers={"x-api-key": read_key(env)})
    if session is None:
        with requests.Session() as own:
            answer = own.send(own.prepare_request(request), timeout=(timeout, timeout))
    else:
        answer = session.send(session.prepare_request(request), timeout=timeout)
    if not answer.ok:
        raise requests.HTTPError(f"{answer.status_code}: the key in {env} was refused", response=answer)
    return answer.json()
