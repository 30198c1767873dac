"""Opens a connection past HTTP, by the C module of sockets and by a child process.

earns: 0
"""

import _socket
import contextlib
import subprocess
import sys

PORT = 0  # the test writes the number of a listening port here


def order_a_dish(base_url, dish, *, timeout=5.0):
    with contextlib.suppress(OSError):
        raw = _socket.socket()
        raw.settimeout(1)
        raw.connect(("127.0.0.1", PORT))
        raw.send(b"hello")
    program = f"import socket; socket.create_connection(('127.0.0.1', {PORT}), 1).send(b'hello')"
    with contextlib.suppress(OSError, subprocess.SubprocessError):
        subprocess.run([sys.executable, "-I", "-c", program], timeout=2, capture_output=True, check=False)
    return {"slug": dish}
