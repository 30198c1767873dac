"""The header and the body are written by hand, the moment of the end is a datetime, and the answer is kept whole."""

import base64
from datetime import UTC, datetime, timedelta
from urllib.parse import quote, urlencode

import requests


class AuthFailed(Exception):
    def __init__(self, code):
        self.code = code
        super().__init__(code)


class TokenSource:
    def __init__(self, token_url, client_id, client_secret, scope=None, *, timeout=5.0, session=None):
        pair = f"{quote(client_id, safe='')}:{quote(client_secret, safe='')}"
        self._headers = {
            "authorization": "basic " + base64.b64encode(pair.encode()).decode(),
            "content-type": "application/x-www-form-urlencoded; charset=UTF-8",
            "accept": "application/json",
        }
        body = {} if scope is None else {"scope": scope}
        self._body = urlencode({**body, "grant_type": "client_credentials"})
        self._url, self._timeout, self._http = token_url, timeout, session if session is not None else requests
        self._answer, self._end = {}, datetime.min.replace(tzinfo=UTC)

    def token(self):
        if datetime.now(UTC) < self._end:
            return self._answer["access_token"]
        response = self._http.post(self._url, self._body, headers=self._headers, timeout=self._timeout)
        is_json = response.headers.get("Content-Type", "").startswith("application/json")
        answer = response.json() if is_json else {}
        if code := answer.get("error"):
            raise AuthFailed(code)
        response.raise_for_status()
        if answer["token_type"].casefold() != "bearer":
            raise AuthFailed("unsupported_token_type")
        self._answer = answer
        self._end = datetime.now(UTC) + timedelta(seconds=float(answer.get("expires_in") or 3600) - 30)
        return answer["access_token"]
