"""M118 · Any JSONRPC will do, of whatever version.

caught by: finds_the_interface
message: which speaks an older A2A
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
    for one in card.get("supportedInterfaces", []):
        if one["protocolBinding"] == "JSONRPC":
            return Interface(one["url"], one["protocolBinding"], one["protocolVersion"], one.get("tenant"))
    raise TooOld(origin)
