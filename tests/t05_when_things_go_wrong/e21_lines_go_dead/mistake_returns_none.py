"""M32 · `except Exception: return None`: trouble of any kind looks like an empty answer.

caught by: raises_when_nobody_answers
message: returned None when the host was unknown
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
        return response.json()
    except Exception:
        return None
