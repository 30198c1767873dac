"""M60 · A URL that begins like the origin is taken for one of its own.

caught by: notices_a_foreign_agent
message: whose name only begins like yours
"""

from dataclasses import dataclass

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
            if not one["url"].startswith(origin.rstrip("/")):
                raise ForeignAgent(one["url"])
            return Interface(one["url"], one["protocolBinding"], one["protocolVersion"], one.get("tenant"))
    if "url" in card or (ours and all(one["protocolVersion"].startswith("0.") for one in ours)):
        raise TooOld(origin)
    raise NoInterface(origin)
