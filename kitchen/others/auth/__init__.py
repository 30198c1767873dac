"""auth: an OAuth 2.0 server, and an API that wants its tokens. Both are django-oauth-toolkit's, on Django."""

import logging
import threading
from collections.abc import Iterable
from typing import Any

from a2wsgi import WSGIMiddleware

from kitchen.app import Application
from kitchen.others.dated import dated
from kitchen.world import Kitchen


def application(kitchen: Kitchen) -> Application:
    """The server as an ASGI application. Django is configured for the whole process, so there can be one of them."""
    # They report each refusal, and a refusal is what most of our guests come for.
    for name in ("django", "oauth2_provider", "oauthlib"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    from kitchen.others.auth import site

    handler = site.set_up(kitchen)
    from kitchen.others.auth import books  # needs a Django that is set up

    out_of_date = threading.Event()
    kitchen.after_reset(out_of_date.set)

    def with_books(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        # Not at the reset itself: the books are in memory, and belong to the thread that answers.
        if out_of_date.is_set():
            books.start_anew(kitchen)
            out_of_date.clear()
        answer: Iterable[bytes] = handler(environ, start_response)
        return answer

    # One thread, so that requests which come at once get their tokens in the order of their arrival.
    return dated(WSGIMiddleware(with_books, workers=1), kitchen)  # type: ignore[arg-type]
