"""e14 · Upload a photo

This plate is too good not to be shown. The waiter takes your photo to the kitchen in an envelope with two things in
it: the picture itself, and a card with a line about it.
"""

from pathlib import Path

import requests


def upload(
    base_url: str,
    dish: str,
    path: Path,
    caption: str,
    *,
    timeout: float = 5.0,
    session: requests.Session | None = None,
) -> dict[str, object]:
    """Send a photo of a dish with ``POST /menu/{dish}/photo``, and return the JSON that comes back, as a dict.

    The body is a multipart form (``multipart/form-data``, RFC 7578): an envelope with two parts.

    | part    | what is in it                                    | its file name                       |
    | ------- | ------------------------------------------------ | ----------------------------------- |
    | `photo` | the bytes of the file at `path`                  | that of the file, without a folder  |
    | `meta`  | `{"caption": caption}` as JSON, whatever it says | none                                |

    The part `meta` says that it is JSON by a Content-Type of its own, ``application/json``; `photo` needs none.
    A line that occurs nowhere else, the boundary, keeps the parts apart, and the Content-Type of the request names
    it. Let requests make both: a Content-Type that you write yourself knows no boundary.

    Wait at most ``timeout`` seconds for an answer. If there is a ``session``, it sends the request.

    Raises:
        requests.HTTPError: when there is no such dish (404), or for any other error status.
    """
    # TODO 1: send both parts in one request. `files=` takes a dict; a value can be a file, or a tuple that also says
    #     the part's file name (None for none) and type.
    # TODO 2: let requests raise for an error status, and return the JSON.
    raise NotImplementedError("TODO 1: send both parts in one request")
