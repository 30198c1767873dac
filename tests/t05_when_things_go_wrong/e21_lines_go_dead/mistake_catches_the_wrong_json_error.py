"""M22 · Nobody catches the exception for bad JSON.

caught by: raises_bad_reply
message: raised requests.JSONDecodeError when the JSON broke off
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
        raise requests.HTTPError(f"{response.status_code} from {where}", response=response)
    return response.json()
