"""`response.text` is written: bytes that are no text are replaced by question marks.

caught by: saves_the_photo
message: saved the body as text
"""

import requests

PIECE = 8192


class TooLarge(Exception):
    pass


def download(url, target, *, max_bytes, progress=None, timeout=5.0, session=None):
    response = (session or requests).get(url, timeout=timeout)
    response.raise_for_status()
    target.write_text(response.text, encoding="utf-8", newline="")
    return len(response.text)
