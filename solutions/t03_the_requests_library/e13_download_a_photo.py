"""e13 · Download a photo

Nobody carries a whole cake at once if nobody knows how big it is. The waiter brings it piece by piece, you see how much
is on the table already, and when the table is full you send him away. A cake that was dropped halfway is no cake.
"""

from collections.abc import Callable
from pathlib import Path

import requests

PIECE = 8192
"""How many bytes to take at once."""


class TooLarge(Exception):
    """The body has more bytes than it may have."""


def download(
    url: str,
    target: Path,
    *,
    max_bytes: int,
    progress: Callable[[int, int | None], object] | None = None,
    timeout: float = 5.0,
    session: requests.Session | None = None,
) -> int:
    """Save the body of ``GET url`` as the file ``target``, and return how many bytes it has.

    The body is never in memory as a whole: take pieces of at most ``PIECE`` bytes, and write each to the disk.
    After each piece ``progress(done, total)`` is called: how many bytes are written by now, and how many the
    Content-Length promises, or None when there is no such header.

    When more than ``max_bytes`` have come, stop: never take more than one piece beyond them. When the Content-Length
    says so from the start, not a byte needs to be read. In any case close the response, or its connection is lost.

    Whatever fails, nothing is left behind: the folder of ``target`` is as it was before, and so is an older
    file that has the same name.

    Wait at most ``timeout`` seconds for an answer. The request goes over ``session`` when one is passed in.

    Raises:
        TooLarge: when the body has more than ``max_bytes`` bytes.
        requests.HTTPError: for an error status.
        requests.RequestException: when the connection breaks, also when the body is cut short.
    """
    get = requests.get if session is None else session.get
    # Only a whole file gets the name of the target. Until then it stands beside it, on the same disk.
    part = target.with_name(target.name + ".part")
    # `with` closes the response. With stream=True nobody else would, unless the body was read to its end.
    with get(url, stream=True, timeout=timeout) as response:
        response.raise_for_status()
        length = response.headers.get("Content-Length")
        total = int(length) if length is not None else None
        if total is not None and total > max_bytes:
            raise TooLarge(f"{total} bytes are announced, {max_bytes} are allowed")
        done = 0
        try:
            with part.open("wb") as file:
                # A body that ends before its Content-Length is an error that requests raises here.
                for piece in response.iter_content(PIECE):
                    done += len(piece)
                    if done > max_bytes:  # the Content-Length may be missing, or lie
                        raise TooLarge(f"more than {max_bytes} bytes")
                    file.write(piece)
                    if progress is not None:
                        progress(done, total)
            part.replace(target)
        finally:
            # Also for errors nobody thought of, and Ctrl-C. After replace() there is nothing to take away.
            part.unlink(missing_ok=True)
    return done
