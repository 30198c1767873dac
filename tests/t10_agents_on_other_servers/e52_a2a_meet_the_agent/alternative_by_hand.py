"""The request is prepared by hand; versions are compared as tuples of numbers, urllib3 takes URLs apart."""

from dataclasses import dataclass
from urllib.parse import urljoin

import requests
from urllib3.util import parse_url

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


USUAL = {"http": 80, "https": 443}


def house(url):
    parts = parse_url(url)
    return parts.scheme, parts.host, parts.port or USUAL[parts.scheme]


def version(one):
    return tuple(int(number) for number in one["protocolVersion"].split("."))


def discover(origin, *, timeout=5.0, session=None):
    session = session or requests.Session()
    request = session.prepare_request(requests.Request("GET", urljoin(origin, CARD)))
    response = session.send(request, timeout=timeout)
    if not response.ok:
        raise requests.HTTPError(f"{response.status_code} for the card", response=response)
    card = response.json()
    match card:
        case {"supportedInterfaces": list(doors)}:
            doors = [door for door in doors if door["protocolBinding"] == "JSONRPC"]
        case {"url": _}:
            raise TooOld
        case _:
            doors = []
    older = 0
    for door in doors:
        older += version(door) < (1,)
        if (1,) <= version(door) < (2,):
            if house(door["url"]) == house(origin):
                return Interface(door["url"], door["protocolBinding"], door["protocolVersion"], door.get("tenant"))
            raise ForeignAgent(f"{door['url']} is not at {origin}")
    if older and older == len(doors):
        raise TooOld
    raise NoInterface
