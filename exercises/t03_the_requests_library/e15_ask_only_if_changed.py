"""e15 · Ask only if it changed

The chalkboard says what is left tonight, and you have written it down. For a while your note is good enough. After
that you ask the waiter: does the board still say this? Mostly it does, and he need not read it to you again.
"""

import requests


def directives(response: requests.Response) -> dict[str, str]:
    """What ``Cache-Control`` says: ``{"max-age": "60", "public": ""}`` for ``Public, Max-Age=60``."""
    parts = [part.strip().partition("=") for part in response.headers.get("Cache-Control", "").split(",")]
    return {name.lower(): value for name, _, value in parts if name}


class MenuCache:
    """The bistro's chalkboard, ``GET {base_url}/board``, asked for no more often than needed (RFC 9111).

    ``Cache-Control`` of each answer says what may be done with it:

    | it says       | which means                                                                            |
    | ------------- | -------------------------------------------------------------------------------------- |
    | `max-age=60`  | keep it: for 60 seconds it is fresh, and is returned without sending a request         |
    | `no-cache`    | keep it, but ask each time whether it changed; the same where none of these is said    |
    | `no-store`    | keep nothing of it: the next call asks as if for the first time                        |
    """

    def __init__(self, base_url: str, *, timeout: float = 5.0, session: requests.Session | None = None) -> None:
        """Each request waits at most ``timeout`` seconds, and is sent by ``session`` if there is one."""
        self.base_url = base_url
        self.timeout = timeout
        self.session = session or requests.Session()

    def get(self) -> list[dict[str, object]]:
        """Return what the board says: its JSON, a list of dicts.

        Ask whether it changed by sending the kept answer's ``ETag``, quotation marks and all, as ``If-None-Match``.
        A 200 brings a new answer with an ``ETag`` of its own, in place of the kept one. A 304 has no body: what is
        kept still holds, and is fresh again from now for as long as the 304 says.

        Raises:
            requests.HTTPError: for an error status (4xx, 5xx). What is kept stays as it is.
        """
        # TODO 1: while what you keep is fresh, return it without asking.
        # TODO 2: after that, ask whether it changed.
        # TODO 3: keep nothing of an answer that says no-store.
        raise NotImplementedError("TODO 1: while what you keep is fresh, return it without asking")
