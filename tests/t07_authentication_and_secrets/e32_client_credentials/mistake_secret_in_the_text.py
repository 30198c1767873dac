"""M57 · The exception says with which secret it did not work.

caught by: keeps_its_secret
message: the text of AuthFailed
"""

import time
from urllib.parse import quote_plus

import requests


class AuthFailed(Exception):
    def __init__(self, code, who=""):
        super().__init__(f"no token for {who}: {code}")
        self.code = code


class TokenSource:
    def __init__(self, token_url, client_id, client_secret, scope=None, *, timeout=5.0, session=None):
        self.token_url = token_url
        self.client_id = client_id
        self.client_secret = client_secret
        self.scope = scope
        self.timeout = timeout
        self.session = session or requests.Session()
        self.kept = None
        self.until = 0.0

    def token(self):
        if self.kept is None or time.monotonic() >= self.until:
            answer = self.ask()
            self.kept = answer["access_token"]
            self.until = time.monotonic() + int(answer.get("expires_in", 3600)) - 30
        return self.kept

    def ask(self):
        form = {"grant_type": "client_credentials", "scope": self.scope}
        auth = (quote_plus(self.client_id), quote_plus(self.client_secret))
        response = self.session.post(self.token_url, data=form, auth=auth, timeout=self.timeout)
        try:
            answer = response.json()
        except ValueError:
            response.raise_for_status()
            raise
        if "error" in answer:
            raise AuthFailed(answer["error"], f"{self.client_id}:{self.client_secret}")
        response.raise_for_status()
        if answer["token_type"].lower() != "bearer":
            raise AuthFailed("unsupported_token_type")
        return answer
