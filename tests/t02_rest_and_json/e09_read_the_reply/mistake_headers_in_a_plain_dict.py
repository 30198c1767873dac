"""M24 · The headers are copied into a plain dict, which minds how their names are written.

caught by: reads_json
message: raised BadReply for a 200 with application/json
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
    kind = dict(response.headers).get("Content-type", "").split(";")[0].strip().lower()
    if kind == "application/json" or kind.endswith("+json"):
        try:
            return response.json()
        except requests.JSONDecodeError:
            pass
    text = response.content.decode("utf-8", errors="replace")
    raise BadReply(response.status_code, text[:80])
