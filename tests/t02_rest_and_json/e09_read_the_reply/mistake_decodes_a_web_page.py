"""M21 · Whatever came is decoded, a proxy's web page, too.

caught by: raises_bad_reply
message: JSONDecodeError for a web page
"""


class BadReply(Exception):
    def __init__(self, status, beginning):
        super().__init__(f"status {status}: {beginning}")
        self.status = status
        self.beginning = beginning


def read_json(response):
    if not response.content:
        return None
    return response.json()
