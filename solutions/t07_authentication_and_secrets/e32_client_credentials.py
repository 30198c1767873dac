"""e32 · A token for the till

The till places orders too, and nobody logs in for it: it is a program. At the desk it shows its id and its secret and
gets a token, which is good for a while. You don't queue at the desk for each order, you keep it until it runs out.
"""

import time
from urllib.parse import quote_plus

import requests


class AuthFailed(Exception):
    """There is no token. ``code`` says why in the desk's own word: ``invalid_client``, ``invalid_scope`` …"""

    def __init__(self, code: str) -> None:
        super().__init__(f"no token: {code}")
        self.code = code


class TokenSource:
    """Tokens for a program that acts for itself: the client credentials grant (RFC 6749 §4.4).

    A token is asked for with ``POST {token_url}``. The body is a form: ``grant_type=client_credentials``, and
    ``scope``, which is left out if it is None. Id and secret go by HTTP Basic, form-encoded first (``quote_plus``,
    RFC 6749 §2.3.1), and nowhere else: not in the form, not in the URL, not in an exception or the repr of this object.

    The answer is JSON (RFC 6749 §5):

    ==============  ========================================================================================
    access_token    the token
    token_type      ``Bearer`` in any case; any other type is ``AuthFailed("unsupported_token_type")``
    expires_in      for how many seconds it is good: 3600, or "3600" as text; if it is missing, one hour
    error           there is no token, whether the status is 200, 400 or 401: ``AuthFailed`` with this code
    ==============  ========================================================================================
    """

    def __init__(
        self,
        token_url: str,
        client_id: str,
        client_secret: str,
        scope: str | None = None,
        *,
        timeout: float = 5.0,
        session: requests.Session | None = None,
    ) -> None:
        """Each request waits at most ``timeout`` seconds, and is sent by ``session`` if there is one."""
        self.token_url = token_url
        self.client_id = client_id
        self.client_secret = client_secret
        self.scope = scope
        self.timeout = timeout
        self.session = session or requests.Session()
        self._token = ""
        self._good_until = float("-inf")

    def token(self) -> str:
        """Return a token that is good for 30 seconds more at least.

        It is kept until 30 seconds before it expires; until then nothing is sent.

        Raises:
            AuthFailed: when the answer says why there is no token, or has one of an unknown type.
            requests.HTTPError: for an error status without such an ``error``; the body may then be anything.
        """
        # monotonic() only ever goes on; a wall clock that is set back would keep a dead token alive.
        if time.monotonic() >= self._good_until:
            self._ask()
        return self._token

    def _ask(self) -> None:
        form = {"grant_type": "client_credentials", "scope": self.scope}  # requests leaves None out
        # Encoded first: in `id:secret` a colon in the id would end it too early, and not every byte is Latin-1.
        basic = quote_plus(self.client_id), quote_plus(self.client_secret)
        asked_at = time.monotonic()
        response = self.session.post(self.token_url, data=form, auth=basic, timeout=self.timeout)
        try:
            answer = response.json()
        except requests.JSONDecodeError:
            answer = None
        if not isinstance(answer, dict):
            answer = {}
        # The code before the status: some servers send it with a 200, and raise_for_status() would forget it.
        if "error" in answer:
            raise AuthFailed(answer["error"])
        response.raise_for_status()
        if answer["token_type"].lower() != "bearer":
            raise AuthFailed("unsupported_token_type")
        # Counted from the question, not from the answer: on its way the token grows older, too.
        self._token = answer["access_token"]
        self._good_until = asked_at + int(answer.get("expires_in", 3600)) - 30
