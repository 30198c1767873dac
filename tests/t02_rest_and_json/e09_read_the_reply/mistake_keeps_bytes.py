"""The beginning of the body is left as bytes.

caught by: raises_bad_reply
message: `beginning` of your BadReply is bytes
"""

import requests


class BadReply(Exception):
    def __init__(self, status, beginning):
        super().__init__(f"status {status}: {beginning}")
        self.status = status
        self.beginning = beginning


def read_json(response):
    if not response.content:
        return None
    kind = response.headers.get("Content-Type", "").split(";")[0].strip().lower()
    if kind == "application/json" or kind.endswith("+json"):
        try:
            return response.json()
        except requests.JSONDecodeError:
            pass
    text = response.content
    raise BadReply(response.status_code, text[:80])
