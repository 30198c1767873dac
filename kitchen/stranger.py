"""httpbin: a server that nobody here wrote, as it comes from the package index, behind the same kind of front door."""

import logging
from collections.abc import Iterable
from email.utils import format_datetime
from typing import Any

from a2wsgi import WSGIMiddleware

from kitchen.app import Application, Message, Receive, Scope, Send
from kitchen.world import Kitchen


def httpbin(kitchen: Kitchen) -> Application:
    """httpbin as an ASGI application; its `Date` is the kitchen's, the rest is its own."""
    # It warns about a page of its own that is switched off, which is as it should be.
    logging.getLogger("httpbin").setLevel(logging.ERROR)
    from httpbin import app  # type: ignore[import-untyped]  # takes a while, and most evenings nobody asks for it

    def knows_chunks(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        # httpbin takes a chunked body only from a server that calls itself gunicorn, as the one that is known to end
        # the body by itself. So does the adapter that calls us.
        environ["SERVER_SOFTWARE"] = "gunicorn/compatible"
        answer: Iterable[bytes] = app(environ, start_response)
        return answer

    inner = WSGIMiddleware(knows_chunks)  # type: ignore[arg-type]

    async def dated(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_dated(message: Message) -> None:
            if message["type"] == "http.response.start":
                date = format_datetime(kitchen.now, usegmt=True).encode()
                message["headers"] = [(b"date", date), *message["headers"]]
            await send(message)

        await inner(scope, receive, send_dated)  # type: ignore[arg-type]

    return dated
