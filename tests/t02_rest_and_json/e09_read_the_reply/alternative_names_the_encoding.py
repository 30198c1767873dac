"""The response is told which encoding to use, and everything is read from its text."""

import json

import requests


class BadReply(Exception):
    """A reply that can't be read as JSON: its status, and how its body begins."""

    def __init__(self, status: int, beginning: str) -> None:
        super().__init__(f"status {status}: {beginning}")
        self.status = status
        self.beginning = beginning


def read_json(response: requests.Response) -> object:
    response.encoding = "utf-8"
    text = response.text
    if not text:
        return None
    kind, *_ = response.headers.get("Content-Type", "").lower().split(";")
    try:
        if kind.strip().endswith(("/json", "+json")):
            return json.loads(text)
    except json.JSONDecodeError:
        pass
    raise BadReply(response.status_code, text[:80])
