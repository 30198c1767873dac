"""A Session of its own where none is passed in; a comprehension filters the interfaces, and `next` takes the first."""

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


def same_house(one, other):
    def port(parts):
        return parts.port if parts.port is not None else 443 if parts.scheme == "https" else 80

    one, other = urlsplit(one.lower()), urlsplit(other.lower())
    return (one.scheme, one.hostname, port(one)) == (other.scheme, other.hostname, port(other))


def discover(origin, *, timeout=5.0, session=None):
    if session is None:
        with requests.Session() as session:
            return discover(origin, timeout=timeout, session=session)
    while origin.endswith("/"):
        origin = origin[:-1]
    answer = session.get(f"{origin}{CARD}", headers={"Accept": "application/json"}, timeout=(timeout, timeout))
    answer.raise_for_status()
    card = answer.json()
    if "supportedInterfaces" not in card and "url" in card:
        raise TooOld("a card of A2A 0.3")
    spoken = [one for one in card.get("supportedInterfaces") or () if one.get("protocolBinding") == "JSONRPC"]
    first = next((one for one in spoken if one.get("protocolVersion", "").startswith("1.")), None)
    if first is not None:
        if not same_house(first["url"], origin):
            raise ForeignAgent(first["url"])
        return Interface(
            url=first["url"], binding="JSONRPC", version=first["protocolVersion"], tenant=first.get("tenant") or None
        )
    raise (
        TooOld(origin) if spoken and all(one["protocolVersion"][:2] == "0." for one in spoken) else NoInterface(origin)
    )
