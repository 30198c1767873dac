"""M31 · The file is written under its own name, and half of it stays when the body is cut short.

caught by: notices_a_body_cut_short
message: Your code left photo.png behind
"""

import requests

PIECE = 8192


class TooLarge(Exception):
    pass


def download(url, target, *, max_bytes, progress=None, timeout=5.0, session=None):
    with (session or requests).get(url, stream=True, timeout=timeout) as response:
        response.raise_for_status()
        length = response.headers.get("Content-Length")
        total = int(length) if length else None
        done = 0
        with open(target, "wb") as file:
            for piece in response.iter_content(PIECE):
                done += len(piece)
                if done > max_bytes:
                    raise TooLarge(url)
                file.write(piece)
                if progress:
                    progress(done, total)
    return done
