"""The request is built by hand, and one `try` sorts all exceptions by what they are, the narrow ones first."""

import requests
from requests.compat import urlparse


class Unreachable(ConnectionError):
    """Nobody there, with a reason."""


class BadReply(ValueError):
    """No JSON."""


def fetch(url, *, timeout=5.0, session=None):
    place = urlparse(url)._replace(query="", fragment="").geturl()
    session = session or requests.Session()
    try:
        prepared = session.prepare_request(requests.Request("GET", url))
        response = session.send(prepared, timeout=timeout)
        response.raise_for_status()
        return response.json()
    except requests.HTTPError as error:
        raise requests.HTTPError(f"status {error.response.status_code} from {place}", response=error.response) from None
    except requests.JSONDecodeError as error:
        raise BadReply(f"{place}: {error.msg}") from None
    except requests.Timeout:
        raise Unreachable(f"{place} took too long") from None
    except requests.RequestException as error:
        raise Unreachable(f"{place}: {type(error).__name__}") from None
