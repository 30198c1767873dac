"""M31 · Only ConnectionError and Timeout are caught, and a cut body is neither.

caught by: raises_when_the_answer_breaks_off
message: in the middle of the answer, and should raise Unreachable
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
    except (requests.ConnectionError, requests.Timeout) as error:
        raise Unreachable(f"{where}: {type(error).__name__}") from None
    if not response.ok:
        raise requests.HTTPError(f"{response.status_code} from {where}", response=response)
    try:
        return response.json()
    except requests.JSONDecodeError:
        raise BadReply(f"{where} sent no JSON")
