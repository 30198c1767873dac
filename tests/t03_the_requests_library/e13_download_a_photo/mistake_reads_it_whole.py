"""M30 · `response.content` reads the whole body, and only then its size is looked at.

caught by: stops_above_the_limit
message: your code read 40000 bytes before it stopped
"""

import requests

PIECE = 8192


class TooLarge(Exception):
    pass


def download(url, target, *, max_bytes, progress=None, timeout=5.0, session=None):
    with (session or requests).get(url, stream=True, timeout=timeout) as response:
        response.raise_for_status()
        content = response.content
    if len(content) > max_bytes:
        raise TooLarge(url)
    if progress:
        progress(len(content), len(content))
    target.write_bytes(content)
    return len(content)
