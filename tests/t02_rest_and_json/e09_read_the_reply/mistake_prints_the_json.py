"""The JSON is printed, not returned.

caught by: reads_json
message: print() only shows a value
"""


class BadReply(Exception):
    def __init__(self, status, beginning):
        super().__init__(f"status {status}: {beginning}")
        self.status = status
        self.beginning = beginning


def read_json(response):
    if "json" in response.headers.get("Content-Type", "").lower():
        print(response.json())
    elif response.content:
        raise BadReply(response.status_code, response.content.decode("utf-8", "replace")[:80])
