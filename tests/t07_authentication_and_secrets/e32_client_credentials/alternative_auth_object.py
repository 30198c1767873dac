"""Id and secret are in an auth object of requests, the request is prepared, and time.time() says when it is over."""

import time
from dataclasses import KW_ONLY, dataclass, field
from urllib.parse import quote_plus

import requests
from requests.auth import HTTPBasicAuth


class AuthFailed(Exception):
    def __init__(self, code):
        super().__init__(f"no token: {code}")
        self.code = code


@dataclass
class TokenSource:
    token_url: str
    client_id: str
    client_secret: str = field(repr=False)
    scope: str | None = None
    _: KW_ONLY
    timeout: float = 5.0
    session: requests.Session | None = field(default=None, repr=False)
    kept: tuple[str, float] = field(default=("", 0.0), init=False, repr=False)

    def token(self):
        token, end = self.kept
        if time.time() > end - 30:
            token, seconds = self.fetch()
            self.kept = (token, time.time() + seconds)
        return token

    def fetch(self):
        fields = [("grant_type", "client_credentials")]
        if self.scope is not None:
            fields.append(("scope", self.scope))
        auth = HTTPBasicAuth(quote_plus(self.client_id), quote_plus(self.client_secret))
        session = self.session or requests.Session()
        request = session.prepare_request(requests.Request("POST", self.token_url, data=fields, auth=auth))
        with session.send(request, timeout=(self.timeout, self.timeout)) as response:
            match self.decoded(response):
                case {"error": code}:
                    raise AuthFailed(code)
                case {"access_token": token, "token_type": kind, **rest} if response.ok:
                    if kind.upper() != "BEARER":
                        raise AuthFailed("unsupported_token_type")
                    return token, float(rest.get("expires_in", 3600))
            response.raise_for_status()
            raise requests.RequestException("neither a token nor an error", response=response)

    @staticmethod
    def decoded(response):
        try:
            return response.json()
        except ValueError:
            return None
