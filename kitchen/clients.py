"""Who is registered at `auth.test` when the doors open: programs, and a guest who has logged in before."""

from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

from kitchen.draw import Draw


@dataclass(frozen=True)
class Program:
    """A confidential client: a program with a secret, which acts for itself."""

    client_id: str
    client_secret: str
    scope: str
    """All that it may ask for, with spaces between."""


@dataclass(frozen=True)
class Clients:
    """The seeded part of the server's books."""

    till: Program
    odd: Program
    """Its secret has characters that mean something elsewhere; RFC 6749 §2.3.1 says how it is sent all the same."""
    guest_app: str
    """The id of a public client, which has no secret."""
    access_token: str
    refresh_token: str
    used_refresh_token: str
    """One that was exchanged for another long ago."""
    scope: str
    """What the guest has allowed the app."""
    seconds: int
    """How long access tokens are good."""

    def scopes(self, client_id: str) -> list[str]:
        """What a client may ask for."""
        programs = {program.client_id: program.scope for program in (self.till, self.odd)}
        return programs.get(client_id, self.scope).split()

    def facts(self) -> dict[str, Any]:
        """The same as JSON."""
        return asdict(self)


@lru_cache(maxsize=8)
def clients(seed: int) -> Clients:
    """The clients on the evening of a seed."""
    draw = Draw(seed, "clients")
    return Clients(
        till=Program(f"till-{draw.token()}", f"practice-secret-{draw.token(16)}", "stock orders"),
        odd=Program(f"van-{draw.token()}", f"practice-{draw.token(5)}+{draw.token(5)}%2F:{draw.token(5)}", "stock"),
        guest_app=f"guest-app-{draw.token()}",
        access_token=f"practice-access-{draw.token(16)}",
        refresh_token=f"practice-refresh-{draw.token(16)}",
        used_refresh_token=f"practice-refresh-{draw.token(16)}",
        scope="orders profile",
        seconds=60 * draw.between(8, 20),
    )
