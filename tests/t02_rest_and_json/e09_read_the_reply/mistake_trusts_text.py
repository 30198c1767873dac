"""M25 · `response.text` is trusted, which takes text without a charset for ISO-8859-1.

caught by: raises_bad_reply
message: read as ISO-8859-1
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
    text = response.text
    raise BadReply(response.status_code, text[:80])
