"""M57 · `from error` has the traceback print the exception of requests, with the whole URL in it.

caught by: keeps_the_key_to_itself
message: carries along as __cause__
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
        raise Unreachable(f"{where}: {type(error).__name__}") from error
    if not response.ok:
        raise requests.HTTPError(f"{response.status_code} from {where}", response=response)
    try:
        return response.json()
    except requests.JSONDecodeError:
        raise BadReply(f"{where} sent no JSON")
