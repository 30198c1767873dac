"""M31 · The half file is taken away when requests raises, but not when TooLarge is raised.

caught by: leaves_the_folder_as_it_was
message: Your code left stream.bin behind
"""

import requests

PIECE = 8192


class TooLarge(Exception):
    pass


def download(url, target, *, max_bytes, progress=None, timeout=5.0, session=None):
    try:
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
    except requests.RequestException:
        target.unlink(missing_ok=True)
        raise
    return done
