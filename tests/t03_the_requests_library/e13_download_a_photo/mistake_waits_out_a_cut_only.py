"""M31 · Only a cut body is cleaned up after; a server that falls silent leaves half a file.

caught by: notices_a_silent_server
message: Your code left stream.bin.part behind
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
    except (TooLarge, requests.HTTPError, requests.exceptions.ChunkedEncodingError):
        part.unlink(missing_ok=True)
        raise
    return done
