"""M57 · What went wrong is logged with its URL.

caught by: keeps_the_key_to_itself
message: shows in what your code logs
"""

import logging

import requests

logger = logging.getLogger(__name__)


class Unreachable(Exception):
    pass


class BadReply(Exception):
    pass


def fetch(url, *, timeout=5.0, session=None):
    where = url.partition("?")[0]
    try:
        response = (session or requests).get(url, timeout=timeout)
    except requests.RequestException as error:
        logger.debug("GET %s: %s", url, type(error).__name__)
        raise Unreachable(f"{where}: {type(error).__name__}") from None
    if not response.ok:
        raise requests.HTTPError(f"{response.status_code} from {where}", response=response)
    try:
        return response.json()
    except requests.JSONDecodeError:
        raise BadReply(f"{where} sent no JSON")
