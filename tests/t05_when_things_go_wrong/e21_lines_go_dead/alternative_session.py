"""A Session of its own; what happened is noted, and raised where no exception is being handled any more."""

import json

import requests


class Unreachable(Exception):
    pass


class BadReply(Exception):
    pass


def ask(url, timeout, session):
    with session.get(url, timeout=(timeout, timeout), stream=True) as response:
        return response, response.content


def fetch(url, *, timeout=5.0, session=None):
    trouble = None
    try:
        response, body = ask(url, timeout, session or requests.Session())
    except requests.RequestException as error:
        trouble = Unreachable(type(error).__name__)
    if trouble:
        raise trouble
    if response.status_code >= 400:
        raise requests.HTTPError(f"{response.status_code} {response.reason}", response=response)
    try:
        return json.loads(body)
    except ValueError as error:
        raise BadReply("this is no JSON") from error
