"""e15 · Ask only if it changed

The chalkboard says what is left tonight, and you have written it down. For a while your note is good enough. After
that you ask the waiter: does the board still say this? Mostly it does, and he need not read it to you again.
"""

import time

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
        self._board: list[dict[str, object]] = []
        self._etag: str | None = None
        self._fresh_until = float("-inf")

    def get(self) -> list[dict[str, object]]:
        """Return what the board says: its JSON, a list of dicts.

        Ask whether it changed by sending the kept answer's ``ETag``, quotation marks and all, as ``If-None-Match``.
        A 200 brings a new answer with an ``ETag`` of its own, in place of the kept one. A 304 has no body: what is
        kept still holds, and is fresh again from now for as long as the 304 says.

        Raises:
            requests.HTTPError: for an error status (4xx, 5xx). What is kept stays as it is.
        """
        # monotonic() only ever goes on. A wall clock may be set back, and the board would stay fresh for hours.
        if time.monotonic() < self._fresh_until:
            return self._board
        # A header whose value is None is not sent: as long as nothing is kept, this is a plain GET.
        headers = {"If-None-Match": self._etag}
        response = self.session.get(f"{self.base_url}/board", headers=headers, timeout=self.timeout)
        # It lets a 304 pass, which is no error, and raises before anything that is kept was touched.
        response.raise_for_status()
        rules = directives(response)
        # no-cache wins over a max-age that stands beside it.
        seconds = 0 if "no-cache" in rules else int(rules.get("max-age", 0))
        self._fresh_until = time.monotonic() + seconds
        if response.status_code == 304:  # it has no body, so there is nothing to decode
            return self._board
        board = response.json()
        if "no-store" in rules:
            self._board, self._etag, self._fresh_until = [], None, float("-inf")
        else:
            self._board, self._etag = board, response.headers.get("ETag")
        return board
