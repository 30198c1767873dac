"""The type is taken apart by the standard library's parser for such headers, and the body by `json`."""

import json
from email.message import Message

import requests


class BadReply(Exception):
    """A reply that can't be read as JSON: its status, and how its body begins."""

    def __init__(self, status: int, beginning: str) -> None:
        super().__init__(f"status {status}: {beginning}")
        self.status = status
        self.beginning = beginning


def read_json(response: requests.Response) -> object:
    if len(response.content) == 0:
        return None
    header = Message()
    header["Content-Type"] = response.headers.get("content-type", "application/octet-stream")
    if header.get_content_subtype().split("+")[-1] == "json" and header.get_content_maintype() == "application":
        try:
            return json.loads(response.content)
        except ValueError as error:
            raise BadReply(response.status_code, beginning(response)) from error
    raise BadReply(response.status_code, beginning(response))


def beginning(response: requests.Response) -> str:
    return str(response.content, "utf-8", "replace")[:80]
