"""As many bytes as are allowed are taken for too many.

caught by: takes_as_many_as_are_allowed
message: are allowed
"""

import requests

PIECE = 8192


class TooLarge(Exception):
    pass


def download(url, target, *, max_bytes, progress=None, timeout=5.0, session=None):
    part = target.with_name(target.name + ".part")
    try:
        with (session or requests).get(url, stream=True, timeout=timeout) as response:
            response.raise_for_status()
            length = response.headers.get("Content-Length")
            total = int(length) if length else None
            if total is not None and total >= max_bytes:
                raise TooLarge(url)
            done = 0
            with open(part, "wb") as file:
                for piece in response.iter_content(PIECE):
                    done += len(piece)
                    if done >= max_bytes:
                        raise TooLarge(url)
                    file.write(piece)
                    if progress:
                        progress(done, total)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return done
