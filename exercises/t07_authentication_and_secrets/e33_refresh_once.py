"""e33 · Refresh once

A guest logged in on her phone at noon and looks at her orders all day long. Her access token is over after minutes, so
the app has a refresh token as well, which gets it the next one, and mostly a new refresh token with it.
"""

from collections.abc import Callable

import requests


class LoginAgain(Exception):
    """The refresh token is worth nothing any more: the guest has to log in again."""


class Guest:
    """A guest's way to an API that wants ``Authorization: Bearer <access token>``.

    What ``get`` does when the API answers (RFC 6750 §3.1):

    ===============  ==================================================================================
    2xx              returns the JSON
    401              the access token is over: refreshes once, and asks once more with the new one
    401 to that      requests.HTTPError: another token would not help either
    403              requests.HTTPError, and no refresh: the token is good, but not for this
    any other        requests.HTTPError
    ===============  ==================================================================================

    A guest begins without an access token, and refreshes before it asks for the first time.

    To refresh is a ``POST {token_url}`` with a form: ``grant_type=refresh_token`` and the ``refresh_token``
    (RFC 6749 §6). This app has no secret, so there is no ``Authorization`` with it. The answer is JSON:

    =================================  ================================================================
    200 with a ``refresh_token``       it takes the place of the old one, which is worth nothing from
                                       now on, and ``on_rotate`` is called with it, to store it
    200 without a ``refresh_token``    the old one is kept; ``on_rotate`` is not called
    ``"error": "invalid_grant"``       LoginAgain, and no second try
    any other error status             requests.HTTPError; the body may be anything
    =================================  ================================================================

    A guest may be used by many threads at once. However many of them find the access token over at the same time,
    one of them refreshes, and all go on with the token that it got.
    """

    def __init__(
        self,
        base_url: str,
        token_url: str,
        refresh_token: str,
        *,
        on_rotate: Callable[[str], object] | None = None,
        timeout: float = 5.0,
        session: requests.Session | None = None,
    ) -> None:
        """Each request waits at most ``timeout`` seconds, and is sent by ``session`` if there is one."""
        self.base_url = base_url
        self.token_url = token_url
        self.refresh_token = refresh_token
        self.on_rotate = on_rotate
        self.timeout = timeout
        self.session = session or requests.Session()

    def get(self, path: str) -> object:
        """Return the JSON of ``GET {base_url}{path}``."""
        # TODO 1: refresh, and ask with the access token.
        # TODO 2: after a 401 refresh once, and ask once more. Keep a new refresh token, and report it.
        # TODO 3: let one thread refresh for all that wait (threading.Lock).
        raise NotImplementedError("TODO 1: refresh, and ask with the access token")
