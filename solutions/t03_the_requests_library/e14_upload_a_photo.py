"""e14 · Upload a photo

This plate is too good not to be shown. The waiter takes your photo to the kitchen in an envelope with two things in
it: the picture itself, and a card with a line about it.
"""

import json
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
    # Bytes, not text: a picture is none, and opened as text it could not even be read. `with` closes the file.
    with path.open("rb") as photo:
        parts = {
            # An open file is enough for the first part: requests takes the file name from it.
            "photo": photo,
            # (file name, content, type). Without a file name it is a field, not a file; `data=` could not say the type.
            "meta": (None, json.dumps({"caption": caption}), "application/json"),
        }
        # No Content-Type here: requests draws the boundary and writes the header that names it.
        response = (session or requests).post(f"{base_url}/menu/{dish}/photo", files=parts, timeout=timeout)
    response.raise_for_status()
    return response.json()
