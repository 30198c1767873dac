"""e33 · Refresh once

A guest logged in on her phone at noon and looks at her orders all day long. Her access token is over after minutes, so
the app has a refresh token as well, which gets it the next one, and mostly a new refresh token with it.
"""

import threading
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
        self._access: str | None = None
        self._refreshing = threading.Lock()

    def get(self, path: str) -> object:
        """Return the JSON of ``GET {base_url}{path}``."""
        # The token is held in a variable: self._access may be another one by the time that the answer comes.
        access = self._access or self._renewed(None)
        response = self._ask(path, access)
        if response.status_code == 401:
            response = self._ask(path, self._renewed(access))
        response.raise_for_status()
        return response.json()

    def _ask(self, path: str, access: str) -> requests.Response:
        headers = {"Authorization": f"Bearer {access}"}
        return self.session.get(f"{self.base_url}{path}", headers=headers, timeout=self.timeout)

    def _renewed(self, useless: str | None) -> str:
        """An access token that is not the useless one: another thread's, or a new one."""
        with self._refreshing:
            # Whoever had to wait here finds that the work is done. Without this look the threads would refresh
            # one after another, and each would throw away what the one before it got.
            if self._access is None or self._access == useless:
                self._access = self._refresh()
            return self._access

    def _refresh(self) -> str:
        form = {"grant_type": "refresh_token", "refresh_token": self.refresh_token}
        response = self.session.post(self.token_url, data=form, timeout=self.timeout)
        try:
            answer = response.json()
        except requests.JSONDecodeError:
            answer = {}
        if isinstance(answer, dict) and answer.get("error") == "invalid_grant":
            raise LoginAgain("the refresh token is worth nothing any more")
        response.raise_for_status()
        if "refresh_token" in answer:
            # Kept before it is reported: if storing it fails, this guest can go on all the same.
            self.refresh_token = answer["refresh_token"]
            if self.on_rotate is not None:
                self.on_rotate(self.refresh_token)
        access: str = answer["access_token"]
        return access
