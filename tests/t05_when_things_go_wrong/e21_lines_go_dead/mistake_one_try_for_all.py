"""M22 · Asking and decoding are in one `try`, so that bad JSON counts as a dead line.

caught by: raises_bad_reply
message: requests.JSONDecodeError is a RequestException, too
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
        if response.ok:
            return response.json()
    except requests.RequestException as error:
        raise Unreachable(f"{where}: {type(error).__name__}") from None
    raise requests.HTTPError(f"{response.status_code} from {where}", response=response)
