"""A Session that authenticates by itself, and a timer that counts the seconds which are left."""

import time
import urllib.parse

import requests


class AuthFailed(Exception):
    def __init__(self, code):
        Exception.__init__(self, code)
        self.code = code


class TokenSource:
    HOUR = 60 * 60

    def __init__(self, token_url, client_id, client_secret, scope=None, *, timeout=5.0, session=None):
        self._own = requests.Session() if session is None else session
        self._auth = tuple(urllib.parse.quote_plus(part) for part in (client_id, client_secret))
        self._ask = {"grant_type": "client_credentials"} | ({"scope": scope} if scope else {})
        self._url, self._timeout = token_url, timeout
        self._token, self._since, self._seconds = None, 0.0, 0.0

    def _left(self):
        return self._seconds - (time.perf_counter() - self._since)

    def token(self):
        if self._token is None or self._left() <= 30:
            self._renew()
        return self._token

    def _renew(self):
        since = time.perf_counter()
        response = self._own.request("POST", self._url, data=self._ask, auth=self._auth, timeout=self._timeout)
        if response.status_code not in (200, 400, 401):
            response.raise_for_status()
        answer = response.json()
        if "error" in answer:
            raise AuthFailed(answer["error"])
        if answer.get("token_type", "").lower() != "bearer":
            raise AuthFailed("unsupported_token_type")
        self._token, self._since = answer["access_token"], since
        self._seconds = int(answer.get("expires_in", self.HOUR))
