"""M22 · JSON that breaks off raises an exception of requests, which looks like trouble with the network.

caught by: refuses_broken_json
message: raised JSONDecodeError for JSON that breaks off
"""


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
        return response.json()
    text = response.content.decode("utf-8", errors="replace")
    raise BadReply(response.status_code, text[:80])
