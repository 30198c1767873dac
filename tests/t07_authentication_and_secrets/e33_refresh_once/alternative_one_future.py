"""The refresh is a Future: whoever finds one under way waits for its result. Its answer is one small record."""

import threading
from concurrent.futures import Future
from typing import NamedTuple

import requests


class LoginAgain(Exception):
    """The refresh token is worth nothing any more."""


class Tokens(NamedTuple):
    access: str | None
    refresh: str


class Guest:
    def __init__(self, base_url, token_url, refresh_token, *, on_rotate=None, timeout=5.0, session=None):
        self._api, self._desk = base_url.rstrip("/"), token_url
        self._tokens = Tokens(None, refresh_token)
        self._rotated = on_rotate or (lambda token: None)
        self._timeout, self._http = timeout, session
        self._guard, self._under_way = threading.Lock(), None

    def get(self, path):
        tokens = self._tokens
        if tokens.access is None:
            tokens = self._next(tokens)
        answer = self._send("GET", self._api + path, headers={"authorization": f"bearer {tokens.access}"})
        if answer.status_code == requests.codes.unauthorized:
            answer = self._send(
                "GET", self._api + path, headers={"authorization": f"bearer {self._next(tokens).access}"}
            )
        answer.raise_for_status()
        return answer.json()

    def _next(self, stale):
        with self._guard:
            if self._tokens != stale:
                return self._tokens
            mine = self._under_way is None
            if mine:
                self._under_way = Future()
            future = self._under_way
        if mine:
            try:
                self._tokens = self._exchange(stale.refresh)
                future.set_result(self._tokens)
            except Exception as error:
                future.set_exception(error)
            with self._guard:
                self._under_way = None
        return future.result()

    def _exchange(self, refresh):
        form = f"refresh_token={requests.utils.quote(refresh, safe='')}&grant_type=refresh_token"
        content_type = {"Content-Type": "application/x-www-form-urlencoded"}
        answer = self._send("POST", self._desk, data=form, headers=content_type)
        if answer.ok:
            said = answer.json()
            if new := said.get("refresh_token"):
                self._rotated(new)
            return Tokens(said["access_token"], new or refresh)
        if "invalid_grant" in answer.text:
            raise LoginAgain(refresh[:4])
        raise requests.HTTPError(f"{answer.status_code} for a refresh", response=answer)

    def _send(self, method, url, **keywords):
        session = self._http or requests.Session()
        request = session.prepare_request(requests.Request(method, url, **keywords))
        return session.send(request, timeout=self._timeout)
