"""M120 · The first interface is taken, whatever is spoken there.

caught by: finds_the_interface
message: where nobody speaks JSONRPC
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
    one = card["supportedInterfaces"][0]
    return Interface(one["url"], one["protocolBinding"], one["protocolVersion"], one.get("tenant"))
