"""A reader for each dialect, asked one after another; JSON is known by its type before it is decoded."""

import json
from pathlib import PurePosixPath
from urllib.parse import urlparse

import requests


class ApiError(Exception):
    """An error, with all that is known of it in its text."""

    def __init__(self, status, code, message, request_id):
        super().__init__(f"{status} {code}: {message}")
        self.status = status
        self.code = code
        self.message = message
        self.request_id = request_id


def strings(value):
    return {name: item for name, item in value.items() if isinstance(item, str)} if isinstance(value, dict) else {}


def problem(kind, body):
    if kind != "application/problem+json":
        return None
    texts = strings(body)
    name = texts.get("type", "about:blank")
    code = None if name == "about:blank" else PurePosixPath(urlparse(name).path).name
    return code, texts.get("detail", texts.get("title"))


def nested(kind, body):
    if not isinstance(body.get("error"), dict):
        return None
    texts = strings(body["error"])
    return texts.get("code", texts.get("type")), texts.get("message")


def oauth(kind, body):
    texts = strings(body)
    return (texts["error"], texts.get("error_description", texts["error"])) if "error" in texts else None


def github(kind, body):
    texts = strings(body)
    return (None, texts["message"]) if "message" in texts else None


def error_from(response: requests.Response) -> ApiError:
    kind = response.headers.get("content-type", "").split(";")[0].strip().lower()
    body = {}
    if kind.endswith("json"):
        try:
            body = json.loads(response.content)
        except ValueError:
            body = {}
    if not isinstance(body, dict):
        body = {}
    found = next((pair for read in (problem, nested, oauth, github) if (pair := read(kind, body))), (None, None))
    ids = [
        response.headers[name]
        for name in ("x-request-id", "request-id", "x-github-request-id")
        if name in response.headers
    ]
    return ApiError(response.status_code, found[0], found[1] or response.reason, ids[0] if ids else None)
