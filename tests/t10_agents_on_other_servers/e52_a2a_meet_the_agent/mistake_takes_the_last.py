"""M120 · The loop does not stop at the first that is right.

caught by: finds_the_interface
message: took a later interface
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
    found = None
    for one in card.get("supportedInterfaces", []):
        if one["protocolBinding"] == "JSONRPC" and one["protocolVersion"].startswith("1."):
            found = Interface(one["url"], one["protocolBinding"], one["protocolVersion"], one.get("tenant"))
    if found is None:
        raise TooOld(origin)
    return found
