"""An auth object of requests sets the header, and a hook of its own refreshes and sends the same request again."""

import threading

import requests
from requests.auth import AuthBase


class LoginAgain(Exception):
    """The refresh token is worth nothing any more."""


class Renewing(AuthBase):
    def __init__(self, refresh):
        self.refresh, self.access, self.turn, self.lock = refresh, None, 0, threading.RLock()

    def renew(self, turn):
        with self.lock:
            if turn == self.turn:  # nobody else was faster
                self.access = self.refresh()
                self.turn += 1

    def __call__(self, request):
        if self.turn == 0:
            self.renew(0)
        with self.lock:
            turn, request.headers["Authorization"] = self.turn, f"Bearer {self.access}"

        def once_more(response, **keywords):
            if response.status_code != 401:
                return response
            response.content, response.close()  # the connection is free for the second request
            self.renew(turn)
            again = response.request.copy()
            again.headers["Authorization"] = f"Bearer {self.access}"
            return response.connection.send(again, **keywords)

        request.register_hook("response", once_more)
        return request


class Guest:
    def __init__(self, base_url, token_url, refresh_token, *, on_rotate=None, timeout=5.0, session=None):
        self.base_url, self.token_url, self.refresh_token = base_url, token_url, refresh_token
        self.on_rotate, self.timeout = on_rotate, timeout
        self.session = requests.Session() if session is None else session
        self.auth = Renewing(self.refresh)

    def get(self, path):
        with self.session.get(self.base_url + path, auth=self.auth, timeout=self.timeout) as response:
            response.raise_for_status()
            return response.json()

    def refresh(self):
        form = [("grant_type", "refresh_token"), ("refresh_token", self.refresh_token)]
        with self.session.post(self.token_url, data=form, timeout=self.timeout) as response:
            if response.status_code == 400 and response.json().get("error") == "invalid_grant":
                raise LoginAgain("log in again, please")
            response.raise_for_status()
            match response.json():
                case {"access_token": access, "refresh_token": refresh}:
                    self.refresh_token = refresh
                    if self.on_rotate is not None:
                        self.on_rotate(refresh)
                case {"access_token": access}:
                    pass
        return access
