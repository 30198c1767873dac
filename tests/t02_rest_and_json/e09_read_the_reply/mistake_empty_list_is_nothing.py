"""M26 · An empty list is false, and taken for no answer.

caught by: reads_an_empty_list
message: did not return what the JSON says
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
            return response.json() or None
        except requests.JSONDecodeError:
            pass
    text = response.content.decode("utf-8", errors="replace")
    raise BadReply(response.status_code, text[:80])
