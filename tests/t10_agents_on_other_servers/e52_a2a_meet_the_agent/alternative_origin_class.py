"""A small class for origins, which can be compared."""

from dataclasses import dataclass
from urllib.parse import urlsplit

import requests

CARD = "/.well-known/agent-card.json"


@dataclass
class Interface:
    url: str
    binding: str
    version: str
    tenant: str | None


class NoInterface(Exception):
    pass


class TooOld(NoInterface):
    pass


class ForeignAgent(Exception):
    pass


@dataclass(frozen=True)
class Origin:
    scheme: str
    host: str
    port: int

    @classmethod
    def of(cls, url):
        parts = urlsplit(url)
        return cls(
            parts.scheme.lower(), (parts.hostname or "").lower(), parts.port or (443 if parts.scheme == "https" else 80)
        )


def discover(origin, *, timeout=5.0, session=None):
    http = requests if session is None else session
    response = http.request("GET", origin.removesuffix("/") + CARD, timeout=timeout)
    response.raise_for_status()
    card = response.json()
    versions = set()
    for one in card.get("supportedInterfaces", ()):
        if one["protocolBinding"] != "JSONRPC":
            continue
        number = int(one["protocolVersion"].split(".")[0])
        versions.add(number)
        if number != 1:
            continue
        found = Interface(one["url"], one["protocolBinding"], one["protocolVersion"], one.get("tenant", None))
        if Origin.of(found.url) != Origin.of(origin):
            raise ForeignAgent("the card leads elsewhere")
        return found
    if not versions and "url" in card and "supportedInterfaces" not in card:
        versions = {0}
    raise (TooOld if versions == {0} else NoInterface)(f"nobody at {origin} speaks JSONRPC at 1.x")
