"""A response without a Content-Length makes the code stop.

caught by: saves_a_body_of_unknown_length
message: KeyError
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
            total = int(response.headers["Content-Length"])
            if total > max_bytes:
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
