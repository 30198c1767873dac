"""The status is judged first, so that what an error says is lost.

caught by: does_not_judge_the_status
message: raised HTTPError for a 404
"""

import requests


class BadReply(Exception):
    def __init__(self, status, beginning):
        super().__init__(f"status {status}: {beginning}")
        self.status = status
        self.beginning = beginning


def read_json(response):
    response.raise_for_status()
    if not response.content:
        return None
    kind = response.headers.get("Content-Type", "").split(";")[0].strip().lower()
    if kind == "application/json" or kind.endswith("+json"):
        try:
            return response.json()
        except requests.JSONDecodeError:
            pass
    text = response.content.decode("utf-8", errors="replace")
    raise BadReply(response.status_code, text[:80])
