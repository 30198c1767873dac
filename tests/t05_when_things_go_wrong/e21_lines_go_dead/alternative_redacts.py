"""The texts of requests are kept, but for the query; the chain is cut by hand."""

import contextlib
from urllib.parse import urlsplit

import requests


class Unreachable(Exception):
    pass


class BadReply(Exception):
    pass


@contextlib.contextmanager
def without(query):
    try:
        yield
    except requests.RequestException as error:
        text = str(error).replace(query, "…") if query else str(error)
        cls = requests.HTTPError if isinstance(error, requests.HTTPError) else Unreachable
        clean = cls(text)
        clean.response = error.response
        clean.__cause__ = None
        raise clean from None


def fetch(url, *, timeout=5.0, session=None):
    with without(urlsplit(url).query):
        response = requests.get(url, timeout=timeout) if session is None else session.get(url, timeout=timeout)
        response.raise_for_status()
    try:
        return response.json()
    except requests.exceptions.InvalidJSONError as error:
        raise BadReply(error) from error
