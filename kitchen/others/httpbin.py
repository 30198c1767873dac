"""httpbin: answers of every kind, on demand."""

import logging
from collections.abc import Iterable
from typing import Any

from a2wsgi import WSGIMiddleware

from kitchen.app import Application
from kitchen.others.dated import dated
from kitchen.world import Kitchen


def application(kitchen: Kitchen) -> Application:
    """httpbin as an ASGI application."""
    # It warns about a page of its own that is switched off, which is as it should be.
    logging.getLogger("httpbin").setLevel(logging.ERROR)
    from httpbin import app  # type: ignore[import-untyped]  # takes a while, and most evenings nobody asks for it

    def knows_chunks(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        # httpbin takes a chunked body only from a server that calls itself gunicorn, as the one that is known to end
        # the body by itself. So does the adapter that calls us.
        environ["SERVER_SOFTWARE"] = "gunicorn/compatible"
        answer: Iterable[bytes] = app(environ, start_response)
        return answer

    return dated(WSGIMiddleware(knows_chunks), kitchen)  # type: ignore[arg-type]
