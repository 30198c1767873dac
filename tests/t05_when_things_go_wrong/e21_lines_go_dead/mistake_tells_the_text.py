"""M57 · The text of the exception of requests is passed on, with the whole URL in it.

caught by: keeps_the_key_to_itself
message: shows in the text of Unreachable
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
        raise Unreachable(f"could not reach the server: {error}") from None
    if not response.ok:
        raise requests.HTTPError(f"{response.status_code} from {where}", response=response)
    try:
        return response.json()
    except requests.JSONDecodeError:
        raise BadReply(f"{where} sent no JSON")
