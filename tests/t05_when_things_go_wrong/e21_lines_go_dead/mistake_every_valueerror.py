"""M32 · Around both lines stands an `except ValueError`, for bad JSON.

caught by: lets_bugs_through
message: made BadReply of a ValueError
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
    except ValueError:
        raise BadReply(f"{where} sent no JSON") from None
    except requests.RequestException as error:
        raise Unreachable(f"{where}: {type(error).__name__}") from None
    raise requests.HTTPError(f"{response.status_code} from {where}", response=response)
