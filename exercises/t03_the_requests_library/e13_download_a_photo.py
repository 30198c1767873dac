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
    # TODO 1: ask with stream=True, check the status, and write the pieces of iter_content(PIECE).
    # TODO 2: tell the progress, and stop above max_bytes.
    # TODO 3: leave nothing behind. A file can get its name when it is whole: Path.replace.
    raise NotImplementedError("TODO 1: write the body to the disk, piece by piece")
