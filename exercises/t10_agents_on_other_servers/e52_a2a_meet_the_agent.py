"""e52 · Meet an agent

Next door works a sommelier. He is not a tool but an agent: he works by himself, takes his time, and may ask you back.
Agents of different houses talk by a protocol of their own, Agent2Agent (A2A). It begins with a card at the house: who
works here, and at which of the doors one knocks in which language.
"""

from dataclasses import dataclass

import requests

CARD = "/.well-known/agent-card.json"


@dataclass
class Interface:
    """A door of an agent: where it is, and how one talks there."""

    url: str
    binding: str
    version: str
    tenant: str | None


class NoInterface(Exception):
    """There is no door where somebody speaks JSONRPC at 1.x."""


class TooOld(NoInterface):
    """There is one for an older version only."""


class ForeignAgent(Exception):
    """The card leads to somebody else's house."""


def discover(origin: str, *, timeout: float = 5.0, session: requests.Session | None = None) -> Interface:
    """Read the card of the agent at ``origin``, and return the interface by which you will talk to it.

    ``origin`` is such as ``https://sommelier.test``, with or without a slash at its end; the card is at ``CARD`` there,
    and it is JSON (A2A 1.0 §8):

        {"name": "The sommelier", "supportedInterfaces": [{"url": "https://sommelier.test/rpc",
         "protocolBinding": "JSONRPC", "protocolVersion": "1.0", "tenant": "terrace"}, …], …}

    You speak JSONRPC at 1.x, which is any version whose first number is 1: "1.0", "1.2". The agent names first what it
    likes best: take the first that you speak (§8.3.2), as the card has it. ``tenant`` is None where it is missing.

    ================================================  ================================================================
    the card has                                      then
    ================================================  ================================================================
    JSONRPC at 1.x                                    return the first of these
    … and the first is on another origin              raise ForeignAgent, even if there are more: a card speaks for
                                                      its own house, and what you say is not meant for another one
    JSONRPC, but only at 0.x                          raise TooOld
    no ``supportedInterfaces``, but a ``url``         raise TooOld: this is how cards of A2A 0.3 look
    anything else                                     raise NoInterface
    ================================================  ================================================================

    An origin is scheme, host and port (RFC 6454 §4). ``HTTPS://Sommelier.test:443`` is the same as above: the case of
    scheme and host means nothing, nor does a port that is the usual one, 443 for https and 80 for http.

    The request waits at most ``timeout`` seconds, and goes over ``session`` when one is passed in.

    Raises:
        NoInterface, TooOld, ForeignAgent: as above. requests.HTTPError: for an error status.
    """
    # TODO 1: read the card, and find the interface.
    # TODO 2: see whose house it is in.
    raise NotImplementedError("TODO 1: read the card, and find the interface")
