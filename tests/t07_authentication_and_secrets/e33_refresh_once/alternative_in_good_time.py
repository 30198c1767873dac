"""Refreshes in good time by `expires_in`, so that a 401 is rare; a Condition keeps the other threads waiting."""

import threading
import time

import requests


class LoginAgain(Exception):
    """The refresh token is worth nothing any more."""


class Guest:
    def __init__(self, base_url, token_url, refresh_token, *, on_rotate=None, timeout=5.0, session=None):
        self.base_url = base_url
        self.token_url = token_url
        self.refresh_token = refresh_token
        self.on_rotate = on_rotate
        self.options = {"timeout": timeout}
        self.session = session if session is not None else requests.Session()
        self.access, self.until = "", 0.0
        self.changed, self.busy = threading.Condition(), False

    def get(self, path):
        access = self.current(refused="")
        response = self.session.get(self.base_url + path, headers=self.header(access), **self.options)
        if response.status_code == 401:
            access = self.current(refused=access)
            response = self.session.get(self.base_url + path, headers=self.header(access), **self.options)
        if response.status_code >= 400:
            response.raise_for_status()
        return response.json()

    @staticmethod
    def header(access):
        return {"Authorization": "Bearer " + access, "Accept": "application/json"}

    def current(self, refused):
        with self.changed:
            while self.busy:
                self.changed.wait()
            if self.access not in ("", refused) and time.monotonic() < self.until:
                return self.access
            self.busy = True
        try:
            self.refresh()
            return self.access
        finally:
            with self.changed:
                self.busy = False
                self.changed.notify_all()

    def refresh(self):
        form = {"grant_type": "refresh_token", "refresh_token": self.refresh_token}
        response = self.session.post(self.token_url, data=form, **self.options)
        try:
            answer = response.json()
        except requests.JSONDecodeError:
            answer = {}
        if answer.get("error") == "invalid_grant":
            raise LoginAgain(answer.get("error_description", "the refresh token is over"))
        response.raise_for_status()
        self.access, self.until = answer["access_token"], time.monotonic() + int(answer["expires_in"]) - 10
        newest = answer.get("refresh_token", self.refresh_token)
        if newest != self.refresh_token:
            self.refresh_token = newest
            if self.on_rotate is not None:
                self.on_rotate(newest)
