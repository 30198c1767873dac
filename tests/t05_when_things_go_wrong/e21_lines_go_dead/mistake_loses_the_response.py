"""An HTTPError of its own has no response.

caught by: raises_for_an_error_status
message: Your HTTPError has no `response`
"""

import requests


class Unreachable(Exception):
    pass


class BadReply(Exception):
    pass


def fetch(url, *, timeout=5.0, session=None):
    where = url.partition("?")[0]
    try:
        response = (session or requests).get(url, timeout=timeout)
    except requests.RequestException as error:
        raise Unreachable(f"{where}: {type(error).__name__}") from None
    if not response.ok:
        raise requests.HTTPError(f"{response.status_code} from {where}")
    try:
        return response.json()
    except requests.JSONDecodeError:
        raise BadReply(f"{where} sent no JSON")
