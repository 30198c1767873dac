"""M30 · Without `stream=True` the whole body is read before the first piece is looked at.

caught by: stops_above_the_limit
message: your code read 40000 bytes before it stopped
"""

import requests

PIECE = 8192


class TooLarge(Exception):
    pass


def download(url, target, *, max_bytes, progress=None, timeout=5.0, session=None):
    part = target.with_name(target.name + ".part")
    try:
        with (session or requests).get(url, timeout=timeout) as response:
            response.raise_for_status()
            length = response.headers.get("Content-Length")
            total = int(length) if length else None
            if total is not None and total > max_bytes:
                raise TooLarge(url)
            done = 0
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
