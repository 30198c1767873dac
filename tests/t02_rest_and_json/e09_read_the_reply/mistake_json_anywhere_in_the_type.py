"""M23 · “json” anywhere in the type will do, so the lines of application/x-ndjson are taken for a document.

caught by: refuses_what_only_looks_like_json
message: application/x-ndjson
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
    if "json" in kind:
        try:
            return response.json()
        except requests.JSONDecodeError:
            pass
    text = response.content.decode("utf-8", errors="replace")
    raise BadReply(response.status_code, text[:80])
