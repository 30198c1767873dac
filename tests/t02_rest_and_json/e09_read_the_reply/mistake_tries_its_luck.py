"""M23 · The type is not looked at: what can be decoded is JSON.

caught by: refuses_what_only_looks_like_json
message: text/plain
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
    try:
        return response.json()
    except requests.JSONDecodeError:
        pass
    text = response.content.decode("utf-8", errors="replace")
    raise BadReply(response.status_code, text[:80])
