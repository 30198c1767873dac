"""M02 · The timeout is taken for that of the connection, and the answer may take for ever.

caught by: passes_timeout_and_session_on
message: a timeout for the connection only
"""

import requests


class Unreachable(Exception):
    pass


class BadReply(Exception):
    pass


def fetch(url, *, timeout=5.0, session=None):
    where = url.partition("?")[0]
    try:
        response = (session or requests).get(url, timeout=(timeout, None))
    except requests.RequestException as error:
        raise Unreachable(f"{where}: {type(error).__name__}") from None
    if not response.ok:
        raise requests.HTTPError(f"{response.status_code} from {where}", response=response)
    try:
        return response.json()
    except requests.JSONDecodeError:
        raise BadReply(f"{where} sent no JSON")
