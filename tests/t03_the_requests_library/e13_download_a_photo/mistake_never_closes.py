"""M30 · A streamed response is not closed, and its connection is lost.

caught by: closes_the_response
message: did not close the response
"""

import requests

PIECE = 8192


class TooLarge(Exception):
    pass


def download(url, target, *, max_bytes, progress=None, timeout=5.0, session=None):
    response = (session or requests).get(url, stream=True, timeout=timeout)
    response.raise_for_status()
    length = response.headers.get("Content-Length")
    total = int(length) if length else None
    part = target.with_name(target.name + ".part")
    done = 0
    try:
        with open(part, "wb") as file:
            for piece in response.iter_content(PIECE):
                done += len(piece)
                if done > max_bytes:
                    raise TooLarge(url)
                file.write(piece)
                if progress:
                    progress(done, total)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return done
