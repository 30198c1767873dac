"""M118 · The card is looked for where it was in earlier versions.

caught by: finds_the_interface
message: /.well-known/agent.json
"""

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


def discover(origin, *, timeout=5.0, session=None):
    response = (session or requests).get(origin.rstrip("/") + "/.well-known/agent.json", timeout=timeout)
    response.raise_for_status()
    card = response.json()
    ours = [one for one in card.get("supportedInterfaces", []) if one["protocolBinding"] == "JSONRPC"]
    for one in ours:
        if one["protocolVersion"].split(".")[0] == "1":
            if origin_of(one["url"]) != origin_of(origin):
                raise ForeignAgent(one["url"])
            return Interface(one["url"], one["protocolBinding"], one["protocolVersion"], one.get("tenant"))
    if "url" in card or (ours and all(one["protocolVersion"].startswith("0.") for one in ours)):
        raise TooOld(origin)
    raise NoInterface(origin)


def origin_of(url):
    parts = urlsplit(url)
    port = parts.port or {"https": 443, "http": 80}.get(parts.scheme)
    return parts.scheme, parts.hostname, port
