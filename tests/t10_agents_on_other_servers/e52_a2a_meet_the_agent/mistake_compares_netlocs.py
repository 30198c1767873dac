"""M60 · `netloc` is compared, letter by letter, with its port or without.

caught by: knows_its_own_house
message: for another origin than https://sommelier.test
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
    response = (session or requests).get(origin.rstrip("/") + CARD, timeout=timeout)
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
    return parts.scheme, parts.netloc
