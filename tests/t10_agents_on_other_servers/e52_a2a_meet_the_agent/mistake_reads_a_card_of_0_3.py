"""M118 · The card is read as one of A2A 0.3, with its `url` at the top.

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
    if card["protocolVersion"].startswith("0.2"):
        raise TooOld(origin)
    return Interface(card["url"], card["preferredTransport"], card["protocolVersion"], None)
