"""urllib3's raw body is read, the size is compared with the Content-Length by hand, and a Session is made."""

import contextlib
import os

import requests
import urllib3

PIECE = 8192


class TooLarge(Exception):
    pass


def download(url, target, *, max_bytes, progress=None, timeout=5.0, session=None):
    part = f"{target}.tmp"
    with contextlib.ExitStack() as stack:
        client = session or stack.enter_context(requests.Session())
        response = stack.enter_context(client.get(url, stream=True, timeout=(timeout, timeout)))
        response.raise_for_status()
        total = int(response.headers["Content-Length"]) if "Content-Length" in response.headers else None
        if total is not None and total > max_bytes:
            raise TooLarge(f"{total} bytes")
        written = 0
        try:
            with open(part, "wb") as file:
                try:
                    while piece := response.raw.read(PIECE, decode_content=True):
                        written += file.write(piece)
                        if written > max_bytes:
                            raise TooLarge(f"more than {max_bytes} bytes")
                        if progress is not None:
                            progress(written, total)
                except urllib3.exceptions.HTTPError as error:
                    raise requests.ConnectionError(error) from error
                if total is not None and written < total:
                    raise requests.ConnectionError(f"only {written} of {total} bytes came")
            os.replace(part, target)
        except BaseException:
            os.remove(part)
            raise
    return written
