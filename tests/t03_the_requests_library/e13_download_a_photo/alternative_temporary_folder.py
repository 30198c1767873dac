"""The request is built by hand; the file grows in a temporary folder beside the target, and is moved from there."""

import shutil
import tempfile
from contextlib import closing
from pathlib import Path

import requests

PIECE = 8192


class TooLarge(Exception):
    pass


def pieces(response, limit):
    came = 0
    for piece in response.iter_content(chunk_size=4096):
        came += len(piece)
        if came > limit:
            raise TooLarge(f"{came} bytes and more")
        yield came, piece


def download(url, target, *, max_bytes, progress=None, timeout=5.0, session=None):
    session = session or requests.Session()
    request = session.prepare_request(requests.Request("GET", url))
    report = progress or (lambda done, total: None)
    with (
        closing(session.send(request, stream=True, timeout=timeout)) as response,
        tempfile.TemporaryDirectory(dir=Path(target).parent) as folder,
    ):
        if not response.ok:
            raise requests.HTTPError(response.reason, response=response)
        total = response.headers.get("content-length")
        total = None if total is None else int(total)
        if (total or 0) > max_bytes:
            raise TooLarge(f"{total} bytes")
        done = 0
        report(0, total)
        with open(Path(folder) / "body", "wb") as file:
            for done, piece in pieces(response, max_bytes):
                file.write(piece)
                report(done, total)
        shutil.move(Path(folder) / "body", target)
    return done
