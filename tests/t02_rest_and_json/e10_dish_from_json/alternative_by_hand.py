"""The request is built by hand, and the JSON is taken apart as it is decoded."""

import json
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum

import requests


class Spice(Enum):
    MILD = "mild"
    MEDIUM = "medium"
    HOT = "hot"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Dish:
    slug: str
    name: str
    price: Decimal
    tags: list[str]
    spice: Spice
    chef: str | None
    on_menu_since: datetime | None


def tidy(found: dict) -> object:
    """Called by the decoder for each object: a Dish of what looks like one."""
    if "slug" not in found:
        return found
    match found.get("on_menu_since"):
        case str(text):
            since = datetime.fromisoformat(text.replace("Z", "+00:00"))
        case _:
            since = None
    try:
        spice = Spice(found["spice"])
    except ValueError:
        spice = Spice.UNKNOWN
    price = Decimal(found["price"]).quantize(Decimal("0.01"))
    return Dish(found["slug"], found["name"], price, list(found["tags"]), spice, found.get("chef"), since)


def get_dishes(base_url: str, *, timeout: float = 5.0) -> list[Dish]:
    request = requests.Request("GET", f"{base_url}/dishes", headers={"Accept": "application/json"}).prepare()
    answer = requests.Session().send(request, timeout=(timeout, timeout))
    if answer.status_code != requests.codes.ok:
        raise requests.HTTPError(f"{answer.status_code}", response=answer)
    return json.loads(answer.content, object_hook=tidy)["dishes"]
