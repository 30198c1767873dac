"""M17 · The status is not looked at, so that an error with JSON is returned as if all were well.

caught by: raises_for_an_error_status
message: returned a dict when the answer was an error
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
    try:
        return response.json()
    except requests.JSONDecodeError:
        raise BadReply(f"{where} sent no JSON")
