"""M20 · Only a 204 counts as empty, so a 200 without a body is decoded.

caught by: returns_none_for_an_empty_body
message: it read JSON from an empty body (the status was 200)
"""


class BadReply(Exception):
    def __init__(self, status, beginning):
        super().__init__(f"status {status}: {beginning}")
        self.status = status
        self.beginning = beginning


def read_json(response):
    if response.status_code == 204:
        return None
    kind = response.headers.get("Content-Type", "").split(";")[0].strip().lower()
    if kind == "application/json" or kind.endswith("+json"):
        return response.json()
    text = response.content.decode("utf-8", errors="replace")
    raise BadReply(response.status_code, text[:80])
