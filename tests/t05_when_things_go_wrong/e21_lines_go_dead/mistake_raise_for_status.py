"""M57 · `raise_for_status()` writes the whole URL into its text.

caught by: keeps_the_key_to_itself
message: shows in the text of HTTPError
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
    response.raise_for_status()
    try:
        return response.json()
    except requests.JSONDecodeError:
        raise BadReply(f"{where} sent no JSON")
