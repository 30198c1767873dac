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
    # First of all: a 204 has neither a body nor a type, and some servers send an empty body with a JSON type.
    if not response.content:
        return None
    # Not `== "application/json"` on the whole header: it may carry a charset, and problem documents are JSON as well
    # (application/problem+json). Not `"json" in …` either: the lines of application/x-ndjson are no JSON document.
    kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if kind != "application/json" and not kind.endswith("+json"):
        raise bad_reply(response)
    try:
        return response.json()
    except requests.JSONDecodeError as error:
        raise bad_reply(response) from error


def bad_reply(response: requests.Response) -> BadReply:
    """The exception for a reply, with as much of it as somebody needs to see what came."""
    # First decode, then cut: 80 bytes could end in the middle of a character.
    return BadReply(response.status_code, response.content.decode("utf-8", errors="replace")[:80])
