"""e11 · Keep a session

So far a new waiter came for every sentence, and each time you said again where you sit. A regular keeps one waiter for
the evening: he stays at the table (the connection stays open), and he knows what you always want (your headers).
"""

from collections.abc import Mapping
from typing import Any, Self

import requests


class Bistro:
    """A bistro that you ask many times: one base URL, one session, the same headers.

    >>> with Bistro("https://bistro.test", headers={"X-Seating": "terrace"}) as bistro:
    ...     bistro.get("hello").text

    Base URL and path are joined with exactly one slash, whether both bring one, or one of them, or none. A path in
    the base URL stays: ``https://bistro.test/counter`` and ``/board`` make ``https://bistro.test/counter/board``.
    All requests go over one session, so that the connection is used again: over ``session`` when there is one,
    otherwise over one that the Bistro makes. ``close()`` closes only a session that the Bistro made.
    ``headers`` go with every request; what a call names in ``headers=`` is added, or takes their place, for that call.
    The dicts and the session that are passed in stay as they were, the session's headers too.
    A request waits at most ``timeout`` seconds, unless its call names another ``timeout=``.
    """

    def __init__(
        self,
        base_url: str,
        *,
        headers: Mapping[str, str] | None = None,
        timeout: float = 5.0,
        session: requests.Session | None = None,
    ) -> None:
        self._base_url = base_url
        self._headers = headers
        self._timeout = timeout
        self._session = session

    def get(self, path: str, **kw: Any) -> requests.Response:
        """Like ``requests.get``, with all that it takes. Returns the response, whatever its status."""
        return self._send("GET", path, **kw)

    def post(self, path: str, **kw: Any) -> requests.Response:
        """Like ``requests.post``, with all that it takes. Returns the response, whatever its status."""
        return self._send("POST", path, **kw)

    def _send(self, method: str, path: str, **kw: Any) -> requests.Response:
        # TODO 1: join the URL and send it over the one session (if there is none, let __init__ make it).
        # TODO 2: see to the headers and the timeout. `kw` may bring its own.
        raise NotImplementedError("TODO 1: send the request over the one session")

    def close(self) -> None:
        """Close the session, if the Bistro made it."""
        # TODO 3: `with Bistro(…) as bistro:` calls this at the end.
        raise NotImplementedError("TODO 3: close the session, if the Bistro made it")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()
