"""An error status counts as a dead line: `raise_for_status()` is in the `try`.

caught by: raises_for_an_error_status
message: raised Unreachable when the answer was an error
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
        response.raise_for_status()
    except requests.RequestException as error:
        raise Unreachable(f"{where}: {type(error).__name__}") from None
    try:
        return response.json()
    except requests.JSONDecodeError:
        raise BadReply(f"{where} sent no JSON")
