"""e09 · Read the reply

The waiter comes back. Mostly he brings what you ordered. Sometimes his hands are empty, and all is well. And sometimes
somebody on the way has put a note on the tray that is not from the kitchen at all. So look before you bite.
"""

import requests


class BadReply(Exception):
    """A reply that can't be read as JSON: its status, and how its body begins."""

    def __init__(self, status: int, beginning: str) -> None:
        super().__init__(f"status {status}: {beginning}")
        self.status = status
        self.beginning = beginning


def read_json(response: requests.Response) -> object:
    """Return what a reply says in JSON.

    | the reply                                                 | your function    |
    | --------------------------------------------------------- | ---------------- |
    | has an empty body, whatever its type                      | returns None     |
    | has the type ``application/json``, or one ending in +json | returns the JSON |
    | is anything else, or JSON that can't be decoded           | raises BadReply  |

    The type is what the Content-Type header says before the first ``;``, in capital or small letters. A reply without
    that header is not JSON. The status is not judged: the JSON of a 404 is read like any other.

    Raises:
        BadReply: with the status and the first 80 characters of the body. Read the body as UTF-8, with
            ``errors="replace"``: where no charset is named, ``response.text`` takes text for ISO-8859-1.
    """
    # TODO 1: return the JSON of a reply whose type says that it is JSON.
    # TODO 2: return None for an empty body.
    # TODO 3: raise BadReply for all other replies, and for broken JSON.
    raise NotImplementedError("TODO 1: return the JSON")
