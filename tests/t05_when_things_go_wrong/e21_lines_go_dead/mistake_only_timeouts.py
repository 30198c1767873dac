"""Only a timeout counts as a dead line.

caught by: raises_when_nobody_answers
message: raised requests.ConnectionError when the host was unknown
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
    except requests.Timeout as error:
        raise Unreachable(f"{where}: {type(error).__name__}") from None
    if not response.ok:
        raise requests.HTTPError(f"{response.status_code} from {where}", response=response)
    try:
        return response.json()
    except requests.JSONDecodeError:
        raise BadReply(f"{where} sent no JSON")
