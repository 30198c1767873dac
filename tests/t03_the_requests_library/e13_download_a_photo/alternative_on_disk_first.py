"""A named temporary file beside the target takes the pieces, and every failure removes it."""

import os
import tempfile

import requests

PIECE = 8192


class TooLarge(Exception):
    pass


def download(url, target, *, max_bytes, progress=None, timeout=5.0, session=None):
    with requests.Session() if session is None else _borrowed(session) as client:
        response = client.get(url, stream=True, timeout=timeout)
        try:
            response.raise_for_status()
            total = response.headers.get("Content-Length", None)
            total = int(total) if total is not None else total
            if total is not None and total > max_bytes:
                raise TooLarge(total)
            return _save(response, target, max_bytes, progress, total)
        finally:
            response.close()


def _save(response, target, max_bytes, progress, total):
    with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as file:
        try:
            for piece in response.iter_content(PIECE):
                file.write(piece)
                if file.tell() > max_bytes:
                    raise TooLarge(file.tell())
                if progress is not None:
                    progress(file.tell(), total)
            file.close()
            os.replace(file.name, target)
        except BaseException:
            file.close()
            os.unlink(file.name)
            raise
    return target.stat().st_size


class _borrowed:
    """Somebody else's session: it stays open."""

    def __init__(self, session):
        self.session = session

    def __enter__(self):
        return self.session

    def __exit__(self, *exception):
        pass
