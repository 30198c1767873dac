"""A pattern knows the types that are JSON."""

import re

import requests

JSON_TYPE = re.compile(r"\s*application/(json|[^;\s]+\+json)\s*(;|$)", re.IGNORECASE)


class BadReply(Exception):
    """A reply that can't be read as JSON: its status, and how its body begins."""

    def __init__(self, status: int, beginning: str) -> None:
        super().__init__(f"status {status}: {beginning}")
        self.status = status
        self.beginning = beginning


def read_json(response: requests.Response) -> object:
    body = response.content
    if body == b"":
        return None
    try:
        if not JSON_TYPE.match(response.headers.get("Content-Type") or ""):
            raise ValueError("not JSON by its type")
        return response.json()
    except ValueError as error:
        raise BadReply(response.status_code, body.decode(errors="replace")[:80]) from error
