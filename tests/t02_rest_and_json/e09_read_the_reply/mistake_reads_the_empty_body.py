"""M20 · The JSON of an empty body is read, which is no JSON.

caught by: returns_none_for_an_empty_body
message: raised BadReply for an empty body
"""

import requests


class BadReply(Exception):
    def __init__(self, status, beginning):
        super().__init__(f"status {status}: {beginning}")
        self.status = status
        self.beginning = beginning


def read_json(response):
    kind = response.headers.get("Content-Type", "").split(";")[0].strip().lower()
    if kind == "application/json" or kind.endswith("+json"):
        try:
            return response.json()
        except requests.JSONDecodeError:
            pass
    text = response.content.decode("utf-8", errors="replace")
    raise BadReply(response.status_code, text[:80])
