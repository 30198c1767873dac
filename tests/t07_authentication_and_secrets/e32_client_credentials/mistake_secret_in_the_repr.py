"""M57 · The class is a dataclass, whose repr shows each field.

caught by: keeps_its_secret
message: the repr of TokenSource
"""

import time
from dataclasses import KW_ONLY, dataclass, field
from urllib.parse import quote_plus

import requests


class AuthFailed(Exception):
    def __init__(self, code):
        super().__init__(f"no token: {code}")
        self.code = code


@dataclass
class TokenSource:
    token_url: str
    client_id: str
    client_secret: str
    scope: str | None = None
    _: KW_ONLY
    timeout: float = 5.0
    session: requests.Session = field(default_factory=requests.Session)
    kept: str | None = None
    until: float = 0.0

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
            raise AuthFailed(answer["error"])
        response.raise_for_status()
        if answer["token_type"].lower() != "bearer":
            raise AuthFailed("unsupported_token_type")
        return answer
