"""M60 · Nobody looks where the card leads.

caught by: notices_a_foreign_agent
message: The card of north.test leads to another host
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
            return Interface(one["url"], one["protocolBinding"], one["protocolVersion"], one.get("tenant"))
    if "url" in card or (ours and all(one["protocolVersion"].startswith("0.") for one in ours)):
        raise TooOld(origin)
    raise NoInterface(origin)
